package dev.fleetpulse.query.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.StackWalker.StackFrame;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long each statement takes, by the name of the method that asks it, and the log of those that
 * take too long: with the plan, where the store tells one, but never with values, which belong to
 * tenants; each statement at most once a minute.
 */
public final class Statements {
  private static final Logger LOG = LoggerFactory.getLogger(Statements.class);
  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final int NAMES_MAX = 1_000;
  private static final String ROOT = "dev.fleetpulse.query.";
  private static final String STORES = Statements.class.getPackageName();

  /** Of a lambda's method, which is called {@code lambda$totals$3}, the name it stands in. */
  private static final Pattern LAMBDA = Pattern.compile("lambda\\$(\\w+)\\$\\d+");

  private final MeterRegistry meters;
  private final Duration slow;
  private final Cache<String, Boolean> told =
      Caffeine.newBuilder().maximumSize(NAMES_MAX).expireAfterWrite(QUIET).build();

  /**
   * Tells nothing yet.
   *
   * @param slow what takes longer is logged
   */
  public Statements(MeterRegistry meters, Duration slow) {
    this.meters = meters;
    this.slow = slow;
  }

  /** Measures for nobody and logs nothing. */
  static Statements unseen() {
    return new Statements(new SimpleMeterRegistry(), Duration.ofDays(1));
  }

  /**
   * Asks, and takes the time.
   *
   * @param plan how the store goes about the statement, without values; only asked for where that
   *     is logged, on a thread of its own
   */
  <T> T measured(Store store, Supplier<T> question, Supplier<String> plan) {
    var name = caller();
    var begin = System.nanoTime();
    var outcome = "failed";
    try {
      var answer = question.get();
      outcome = "answered";
      return answer;
    } finally {
      took(store, name, outcome, Duration.ofNanos(System.nanoTime() - begin), plan);
    }
  }

  private void took(
      Store store, String name, String outcome, Duration time, Supplier<String> plan) {
    Timer.builder("fleetpulse.query.statements")
        .tag("store", store.slug())
        .tag("statement", name)
        .tag("outcome", outcome)
        .register(meters)
        .record(time);
    if (time.compareTo(slow) <= 0 || told.asMap().putIfAbsent(name, true) != null) {
      return;
    }
    // Whoever asked has waited long enough.
    Thread.ofVirtual()
        .name("slow-statement")
        .start(
            () ->
                LOG.warn(
                    "{} took {} ms for {} ({}); the plan without values:\n{}",
                    store.title(),
                    time.toMillis(),
                    name,
                    outcome,
                    plan.get()));
  }

  private static String caller() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> frame.getClassName().startsWith(ROOT))
                    .filter(frame -> !isOfStores(frame))
                    .findFirst()
                    .map(Statements::name)
                    .orElse("other"));
  }

  private static boolean isOfStores(StackFrame frame) {
    return frame.getClassName().startsWith(STORES + ".");
  }

  private static String name(StackFrame frame) {
    var type = frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1);
    var lambda = LAMBDA.matcher(frame.getMethodName());
    return type + "." + (lambda.matches() ? lambda.group(1) : frame.getMethodName());
  }
}
