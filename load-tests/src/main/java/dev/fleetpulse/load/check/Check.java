package dev.fleetpulse.load.check;

import dev.fleetpulse.load.recording.Recording;
import dev.fleetpulse.load.recording.Shift;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Compares the query API with a recording that is being replayed.
 *
 * <p>A stack may hold other data of the same hours. So the figures are read once before anything is
 * sent, and what is compared is how much they have grown since; nothing else may send meanwhile.
 */
public final class Check {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int NANO_DIGITS = 9;

  private final QueryApi api;
  private final Oracle oracle;
  private final Hours hours;
  private final Figures before;

  private Check(QueryApi api, Oracle oracle, Hours hours, Figures before) {
    this.api = api;
    this.oracle = oracle;
    this.hours = hours;
    this.before = before;
  }

  /** Works out what the recording holds and reads the API's figures before anything is sent. */
  public static Check prepare(QueryApi api, Recording recording, Shift shift)
      throws IOException, InterruptedException {
    var oracle = Oracle.of(recording, shift);
    var hours = Hours.around(oracle.first(), oracle.last());
    return new Check(api, oracle, hours, api.figures(hours));
  }

  /**
   * Asks until the API says what the recording holds.
   *
   * @param patience after this the last answer stands
   */
  public Verdict awaitGrowth(Duration patience) throws IOException, InterruptedException {
    var end = System.nanoTime() + patience.toNanos();
    while (true) {
      var over = System.nanoTime() >= end;
      try {
        var verdict = ask(oracle.figures());
        if (verdict.equal() || over) {
          return verdict;
        }
      } catch (IOException e) {
        // An API that is away for a moment has the rest of the patience to come back.
        if (over) {
          throw e;
        }
      }
      Thread.sleep(INTERVAL);
    }
  }

  /**
   * Watches that nothing grows, for a recording that had been sent with the same shift before.
   *
   * @param patience how long to watch
   */
  public Verdict watchStandstill(Duration patience) throws IOException, InterruptedException {
    var end = System.nanoTime() + patience.toNanos();
    var verdict = ask(Figures.NONE);
    while (verdict.equal() && System.nanoTime() < end) {
      Thread.sleep(INTERVAL);
      verdict = ask(Figures.NONE);
    }
    return verdict;
  }

  private Verdict ask(Figures growth) throws IOException, InterruptedException {
    var now = api.figures(hours);
    var servers = oracle.servers();
    var present = new HashSet<>(api.servers(commonPrefix(servers)));
    present.retainAll(servers);
    return new Verdict(
        List.of(
            row("servers", servers.size(), present.size()),
            row("heartbeats", growth.heartbeats(), now.heartbeats() - before.heartbeats()),
            row("tokens", growth.tokens(), now.tokens() - before.tokens()),
            new Verdict.Row(
                "cost", dollars(growth.cost()), dollars(now.cost().subtract(before.cost()))),
            row("calls", growth.calls(), now.calls() - before.calls()),
            row("errors", growth.errors(), now.errors() - before.errors())));
  }

  private static Verdict.Row row(String figure, long expected, long actual) {
    return new Verdict.Row(
        figure,
        String.format(Locale.ROOT, "%,d", expected),
        String.format(Locale.ROOT, "%,d", actual));
  }

  private static String dollars(BigDecimal cost) {
    return "$" + cost.setScale(NANO_DIGITS, RoundingMode.UNNECESSARY).toPlainString();
  }

  private static String commonPrefix(Set<String> ids) {
    return ids.stream().reduce(Check::commonPrefix).orElse("");
  }

  private static String commonPrefix(String one, String other) {
    var length = 0;
    while (length < Math.min(one.length(), other.length())
        && one.charAt(length) == other.charAt(length)) {
      length++;
    }
    return one.substring(0, length);
  }
}
