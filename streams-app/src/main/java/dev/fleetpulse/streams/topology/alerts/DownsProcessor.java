package dev.fleetpulse.streams.topology.alerts;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.AlertKey;
import dev.fleetpulse.streams.topology.alerts.Downs.Pending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A tenant's instances that go down and come back: lets them through alone, or many as one. All
 * else passes.
 */
final class DownsProcessor extends ContextualProcessor<String, AlertEvent, AlertKey, AlertEvent> {
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** A group is joined by those that go down while others still do. */
  private static final Duration JOINABLE = Duration.ofMinutes(5);

  /** Names of members, together: a record must not become larger than a broker takes. */
  private static final int MEMBER_CHARACTERS_MAX = 400_000;

  private static final String GROUP_KEY = "instances.down/";

  private KeyValueStore<String, Down> downs;
  private KeyValueStore<String, Long> pending;
  private KeyValueStore<String, String> groups;

  /** Groups that lost members and have not been told anew; after a restart they may stay so. */
  private final Set<String> smaller = new TreeSet<>();

  @Override
  public void init(ProcessorContext<AlertKey, AlertEvent> context) {
    super.init(context);
    downs = context.getStateStore(AlertsTopology.DOWNS);
    pending = context.getStateStore(AlertsTopology.PENDING);
    groups = context.getStateStore(AlertsTopology.GROUPS);
    context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, this::look);
  }

  @Override
  public void process(Record<String, AlertEvent> event) {
    if (!Downs.isDown(event.value())) {
      forward(event.value(), event.timestamp());
      return;
    }
    var key = key(event.key(), event.value().getInstanceId());
    switch (event.value().getKind()) {
      case "cleared" -> cameBack(key, event.value(), event.timestamp());
      case Muting.MUTED -> mute(key, event.value(), event.timestamp());
      case Muting.UNMUTED -> wentDown(key, event.value());
      default -> {
        if (event.value().getMutedUntilMs() == null) {
          wentDown(key, event.value());
        } else {
          mute(key, event.value(), event.timestamp());
        }
      }
    }
  }

  private void wentDown(String key, AlertEvent event) {
    if (downs.get(key) == null) {
      downs.put(key, new Down(event, false, ""));
      pending.put(key, context().currentSystemTimeMs());
    }
  }

  /** What is muted has an alert of its own, which tells so, and is no part of any other. */
  private void mute(String key, AlertEvent event, long timestamp) {
    var down = downs.delete(key);
    pending.delete(key);
    if (down != null && down.isInGroup()) {
      leave(event.getTenant(), down.group(), event, timestamp);
    }
    forward(event, timestamp);
  }

  private void cameBack(String key, AlertEvent event, long timestamp) {
    var down = downs.delete(key);
    if (down == null) {
      if (event.getMutedUntilMs() != null) {
        forward(event, timestamp);
      }
      return;
    }
    pending.delete(key);
    if (down.isInGroup()) {
      leave(event.getTenant(), down.group(), event, timestamp);
    } else if (down.told() || down.wasMuted()) {
      forward(event, timestamp);
    }
  }

  private void leave(String tenant, String name, AlertEvent event, long timestamp) {
    var key = key(tenant, name);
    var group = DownGroup.of(groups.get(key)).leftByOne();
    if (group.down() > 0) {
      groups.put(key, group.text());
      smaller.add(key);
      return;
    }
    groups.delete(key);
    smaller.remove(key);
    forward(
        groupEvent(tenant, name, group)
            .setKind("cleared")
            .setEventId(event.getEventId() + "/last")
            .setAtMs(event.getAtMs())
            .build(),
        timestamp);
  }

  private void look(long nowMs) {
    for (var tenant : pendingByTenant().entrySet()) {
      var decision = Downs.decide(tenant.getValue(), joinable(tenant.getKey(), nowMs), nowMs);
      decision.alone().forEach(down -> tellAlone(tenant.getKey(), down, nowMs));
      decision.groups().forEach((name, members) -> join(tenant.getKey(), name, members, nowMs));
    }
    for (var key : smaller) {
      var parts = key.split("/", 2);
      tellGroup(parts[0], parts[1], DownGroup.of(groups.get(key)), nowMs);
    }
    smaller.clear();
  }

  private Map<String, List<Pending>> pendingByTenant() {
    var byTenant = new TreeMap<String, List<Pending>>();
    try (var all = pending.all()) {
      while (all.hasNext()) {
        var entry = all.next();
        var event = downs.get(entry.key).event();
        byTenant
            .computeIfAbsent(event.getTenant(), tenant -> new ArrayList<>())
            .add(
                new Pending(
                    event.getInstanceId(),
                    event.getApp() == null ? "" : event.getApp(),
                    event.getTags(),
                    entry.value));
      }
    }
    return byTenant;
  }

  private Set<String> joinable(String tenant, long nowMs) {
    var names = new HashSet<String>();
    try (var all = groups.range(tenant + "/", afterAllOf(tenant))) {
      all.forEachRemaining(
          entry -> {
            if (nowMs - DownGroup.of(entry.value).joinedMs() <= JOINABLE.toMillis()) {
              names.add(entry.key.substring(tenant.length() + 1));
            }
          });
    }
    return names;
  }

  private void tellAlone(String tenant, Pending one, long nowMs) {
    var key = key(tenant, one.instanceId());
    var down = downs.get(key);
    downs.put(key, down.alone());
    pending.delete(key);
    forward(down.event(), nowMs);
  }

  private void join(String tenant, String name, List<Pending> members, long nowMs) {
    var opener = "";
    for (var member : members) {
      var key = key(tenant, member.instanceId());
      var down = downs.get(key);
      opener = opener.isEmpty() ? down.event().getEventId() : opener;
      downs.put(key, down.in(name));
      pending.delete(key);
      if (down.wasMuted()) {
        forward(joined(down.event(), nowMs), nowMs);
      }
    }
    var key = key(tenant, name);
    var kept = groups.get(key);
    var group =
        (kept == null ? new DownGroup(0, 0, nowMs, opener) : DownGroup.of(kept))
            .joinedBy(members.size(), nowMs);
    groups.put(key, group.text());
    tellGroup(tenant, name, group, nowMs);
  }

  private void tellGroup(String tenant, String name, DownGroup group, long nowMs) {
    forward(
        groupEvent(tenant, name, group)
            .setKind("raised")
            .setEventId("%s/%d/%d".formatted(group.opener(), group.total(), group.down()))
            .setAtMs(nowMs)
            .setMembers(members(tenant, name))
            .build(),
        nowMs);
  }

  private static AlertEvent joined(AlertEvent down, long nowMs) {
    return AlertEvent.newBuilder(down)
        .setKind(Downs.JOINED)
        .setEventId(down.getEventId() + "/joined")
        .setAtMs(nowMs)
        .build();
  }

  private List<String> members(String tenant, String name) {
    var members = new ArrayList<String>();
    var characters = 0;
    try (var all = downs.range(tenant + "/", afterAllOf(tenant))) {
      while (all.hasNext() && characters < MEMBER_CHARACTERS_MAX) {
        var down = all.next().value;
        if (down.group().equals(name)) {
          members.add(down.event().getInstanceId());
          characters += down.event().getInstanceId().length();
        }
      }
    }
    return members;
  }

  private static AlertEvent.Builder groupEvent(String tenant, String name, DownGroup group) {
    var app = name.startsWith("app/") ? name.substring("app/".length()) : null;
    return AlertEvent.newBuilder()
        .setTenant(tenant)
        .setAlertKey(GROUP_KEY + name)
        .setType("instances.down")
        .setSeverity("critical")
        .setMessage("%,d instances are down: %s".formatted(group.down(), name))
        .setApp(app)
        .setEvidence(
            Map.of("down", Long.toString(group.down()), "total", Long.toString(group.total())));
  }

  private void forward(AlertEvent event, long timestamp) {
    context()
        .forward(
            new Record<>(new AlertKey(event.getTenant(), event.getAlertKey()), event, timestamp));
  }

  private static String key(String tenant, String rest) {
    return tenant + "/" + rest;
  }

  /** The first text behind all that begin with the tenant and a slash. */
  private static String afterAllOf(String tenant) {
    return tenant + (char) ('/' + 1);
  }
}
