package dev.fleetpulse.load.fault;

import dev.fleetpulse.load.replay.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** The senders' own account: every heartbeat, and how each attempt to send it was answered. */
final class Journal {
  private static final String ACKNOWLEDGED = "202";
  private static final String UNAVAILABLE = "503";

  private final Map<HeartbeatId, Boolean> heartbeats = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();
  private final LongAdder unreachable = new LongAdder();
  private final LongAccumulator slowestNanos = new LongAccumulator(Math::max, 0);

  /** A heartbeat is about to be sent for the first time. */
  void begun(HeartbeatId id) {
    heartbeats.put(id, false);
  }

  /** An attempt to send it has ended. */
  void answered(HeartbeatId id, Answer answer, Duration took) {
    slowestNanos.accumulate(took.toNanos());
    count(
        switch (answer) {
          case Answer.Accepted() -> {
            heartbeats.put(id, true);
            yield ACKNOWLEDGED;
          }
          case Answer.Busy(var status, var _) -> Integer.toString(status);
          case Answer.Refused(var reason) -> {
            refused.increment();
            yield reason;
          }
          case Answer.Unreachable(var cause) -> {
            unreachable.increment();
            yield cause;
          }
        });
  }

  /** Every heartbeat, and whether it was acknowledged. */
  Map<HeartbeatId, Boolean> heartbeats() {
    return Map.copyOf(heartbeats);
  }

  /** How often each answer came; what was no answer goes by the name of its exception. */
  Map<String, Long> answers() {
    var counts = new TreeMap<String, Long>();
    answers.forEach((answer, count) -> counts.put(answer, count.sum()));
    return counts;
  }

  long acknowledged() {
    return count(answers.get(ACKNOWLEDGED));
  }

  /** Answers that the broker does not acknowledge. */
  long unavailable() {
    return count(answers.get(UNAVAILABLE));
  }

  /** Attempts that met no server, or whose connection broke. */
  long unreachable() {
    return unreachable.sum();
  }

  /** Answers that would be the same again; there should be none. */
  long refused() {
    return refused.sum();
  }

  /** Attempts beyond the first one of each heartbeat. */
  long retries() {
    return answers.values().stream().mapToLong(LongAdder::sum).sum() - heartbeats.size();
  }

  /** The longest wait for an answer, or for the news that none comes. */
  Duration slowest() {
    return Duration.ofNanos(slowestNanos.get());
  }

  private void count(String answer) {
    answers.computeIfAbsent(answer, _ -> new LongAdder()).increment();
  }

  private static long count(LongAdder adder) {
    return adder == null ? 0 : adder.sum();
  }
}
