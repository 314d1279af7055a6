package dev.fleetpulse.load.fault;

import dev.fleetpulse.devstack.Component;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * Kills one process after the other while records flow into the log.
 *
 * @param count how often something is killed
 * @param instances that records come from
 * @param perSecond records written
 * @param away how long what was killed stays away
 * @param calm between two kills
 */
public record Rounds(int count, int instances, int perSecond, Duration away, Duration calm) {
  private static final int COUNT_MAX = 1_000;
  private static final int INSTANCES_MAX = 10_000;
  private static final int PER_SECOND_MAX = 10_000;
  private static final Duration FLOW_MAX = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(200);

  /** Refuses what takes for ever or shows nothing. */
  public Rounds {
    check("rounds", count, COUNT_MAX);
    check("instances", instances, INSTANCES_MAX);
    check("records a second", perSecond, PER_SECOND_MAX);
  }

  private static void check(String what, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(
          "There must be 1 to %d %s: %d".formatted(max, what, value));
    }
  }

  /**
   * Starts the flow, kills in turns, and ends the flow once all of it is acknowledged.
   *
   * @throws IllegalStateException if the log takes no records for long after a return
   */
  public void run(List<Component> victims, Flow flow, PrintStream out) throws InterruptedException {
    flow.start();
    awaitFlow(flow, "the start");
    for (var round = 0; round < count; round++) {
      var victim = victims.get(round % victims.size());
      out.printf("Round %d: killing %s%n", round + 1, victim.name());
      Victims.kill(victim);
      Thread.sleep(away);
      Victims.restart(victim);
      awaitFlow(flow, victim.name() + "'s start");
      Thread.sleep(calm);
    }
    flow.finish();
  }

  private void awaitFlow(Flow flow, String what) throws InterruptedException {
    var wanted = flow.acknowledged() + perSecond;
    var deadline = System.nanoTime() + FLOW_MAX.toNanos();
    while (flow.acknowledged() < wanted) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%s after %s, the log takes no records".formatted(FLOW_MAX, what));
      }
      Thread.sleep(LOOK);
    }
  }
}
