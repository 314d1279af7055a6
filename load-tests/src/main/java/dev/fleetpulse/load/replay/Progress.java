package dev.fleetpulse.load.replay;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells how far a replay is: on a terminal one line that is rewritten each second, elsewhere a line
 * every ten seconds.
 */
public final class Progress {
  private static final Duration TERMINAL_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);
  private static final String CLEAR_LINE = "\r\u001b[K";
  // A line that wrapped could not be rewritten, so a narrow terminal cuts it.
  private static final String DO_NOT_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";

  private final PrintStream out;
  private final boolean terminal;

  public Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** What is known at one moment. */
  record Moment(Counts counts, long planned, Duration elapsed, Duration remaining) {}

  /** Where a moment comes from. */
  @FunctionalInterface
  interface Source {
    Moment now();
  }

  /** Tells until the returned handle is closed, and then once more. */
  Running start(Source source) {
    var ended = new CountDownLatch(1);
    var teller = Thread.ofVirtual().name("progress").start(() -> tell(source, ended));
    return () -> {
      ended.countDown();
      teller.join();
    };
  }

  /** The telling, until it is ended. */
  @FunctionalInterface
  interface Running {
    void end() throws InterruptedException;
  }

  private void tell(Source source, CountDownLatch ended) {
    var interval = terminal ? TERMINAL_INTERVAL : LOG_INTERVAL;
    try {
      while (!ended.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
        print(line(source.now()));
      }
      print(line(source.now()));
      if (terminal) {
        out.println();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void print(String line) {
    if (terminal) {
      out.print(CLEAR_LINE + DO_NOT_WRAP + line + WRAP);
      out.flush();
    } else {
      out.println(line);
    }
  }

  static String line(Moment moment) {
    var counts = moment.counts();
    var seconds = Math.max(1, moment.elapsed().toMillis()) / 1000.0;
    var percent = moment.planned() == 0 ? 100 : 100.0 * counts.sent() / moment.planned();
    return String.format(
        Locale.ROOT,
        "%5.1f %%  sent %,d  acknowledged %,d  refused %s  failed %s  %,.0f /s  %s left",
        percent,
        counts.sent(),
        counts.acknowledged(),
        byReason(counts.refused()),
        byReason(counts.failed()),
        counts.acknowledged() / seconds,
        clock(moment.remaining()));
  }

  private static String byReason(Map<String, Long> counts) {
    return counts.isEmpty()
        ? "0"
        : String.format(Locale.ROOT, "%,d %s", Counts.sum(counts), counts);
  }

  private static String clock(Duration duration) {
    return String.format(
        Locale.ROOT,
        "%d:%02d:%02d",
        duration.toHours(),
        duration.toMinutesPart(),
        duration.toSecondsPart());
  }
}
