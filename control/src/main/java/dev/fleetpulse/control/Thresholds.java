package dev.fleetpulse.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * After how much silence an instance counts as down, by tenant and app. One thread applies records,
 * any number asks.
 */
public final class Thresholds {
  /** Shorter ones would call an instance down that lost one or two heartbeats. */
  public static final Duration MIN = Duration.ofSeconds(30);

  public static final Duration MAX = Duration.ofDays(1);

  private final Map<Scope, Entry> set = new ConcurrentHashMap<>();

  /**
   * Whose it is.
   *
   * @param app nothing where it is for all apps that have none of their own
   */
  public record Scope(String tenant, Optional<String> app) {
    @Override
    public String toString() {
      return tenant + app.map(name -> "/" + name).orElse("");
    }

    /** What {@link #toString} wrote; a tenant has no slash in it. */
    static Scope of(String text) {
      var slash = text.indexOf('/');
      return slash < 0
          ? new Scope(text, Optional.empty())
          : new Scope(text.substring(0, slash), Optional.of(text.substring(slash + 1)));
    }
  }

  /** One that was set, and by whom. */
  public record Entry(Scope scope, Duration downAfter, Instant setAt, String setBy) {}

  /** Takes in what one record says. */
  void apply(ControlRecord change) {
    switch (change) {
      case ControlRecord.ThresholdSet(var entry) -> set.put(entry.scope(), entry);
      case ControlRecord.ThresholdRemoved(var scope) -> set.remove(scope);
      case ControlRecord.Categorised _,
          ControlRecord.Created _,
          ControlRecord.Revoked _,
          ControlRecord.WindowOpened _,
          ControlRecord.WindowRemoved _,
          ControlRecord.Enrolled _,
          ControlRecord.Other _,
          ControlRecord.Unreadable _ -> {}
    }
  }

  /** The app's own, else the tenant's, if one was set. */
  public Optional<Duration> of(String tenant, String app) {
    var own = set.get(new Scope(tenant, Optional.of(app)));
    return Optional.ofNullable(own == null ? set.get(new Scope(tenant, Optional.empty())) : own)
        .map(Entry::downAfter);
  }

  /** The one that was set for exactly this. */
  public Optional<Entry> entry(Scope scope) {
    return Optional.ofNullable(set.get(scope));
  }

  /** All that are set, in no order. */
  public Stream<Entry> entries() {
    return set.values().stream();
  }
}
