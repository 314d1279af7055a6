package dev.fleetpulse.load.fault;

import dev.fleetpulse.load.replay.IngestClient;
import dev.fleetpulse.schemas.SchemaRegistry;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A fleet sends while ingest and the broker are killed; afterwards everything that was acknowledged
 * must be in the log, and count once.
 */
final class IngestFault {
  private static final Duration FLOW_MAX = Duration.ofSeconds(90);
  private static final Duration FINISH_MAX = Duration.ofSeconds(90);
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);
  private static final int INSTANCES_MAX = 10_000;
  private static final int KILLS_MAX = 100;
  private static final Duration OUTAGE_MAX = Duration.ofHours(1);
  private static final Duration POLL = Duration.ofMillis(50);

  private final FaultStack stack;
  private final Plan plan;
  private final PrintStream out;
  private final Journal journal = new Journal();

  /**
   * What happens.
   *
   * @param instances that send
   * @param pace how often each of them does
   * @param calm time between two faults in which heartbeats are acknowledged
   * @param outage how long the broker is away
   * @param ingestKills how often ingest is killed: once before the outage, the other times after it
   */
  record Plan(int instances, Duration pace, Duration calm, Duration outage, int ingestKills) {
    Plan {
      if (instances < 1 || instances > INSTANCES_MAX) {
        throw new IllegalArgumentException(
            "There must be 1 to %d instances: %d".formatted(INSTANCES_MAX, instances));
      }
      if (ingestKills < 1 || ingestKills > KILLS_MAX) {
        throw new IllegalArgumentException(
            "Ingest must be killed 1 to %d times: %d".formatted(KILLS_MAX, ingestKills));
      }
      if (!outage.isPositive() || outage.compareTo(OUTAGE_MAX) > 0) {
        throw new IllegalArgumentException(
            "The outage must take some time, and at most %s: %s".formatted(OUTAGE_MAX, outage));
      }
    }
  }

  /**
   * What came of it.
   *
   * @param journal the senders' account
   * @param calmAtLast whether the broker acknowledged everything in time to the last ingest
   *     process, so that this process' own count must be exact
   */
  record Outcome(Findings findings, Journal journal, boolean calmAtLast) {
    /** Whether nothing is lost and every count is right. */
    boolean holds() {
      return findings.hold()
          && journal.refused() == 0
          && !(calmAtLast && findings.goodbyesBehind() > 0);
    }

    String text() {
      return findings.text()
          + String.format(
              Locale.ROOT,
              "attempts beyond the first  %,10d%nanswers                    %s%nslowest answer           "
                  + "  %,10d ms%n",
              journal.retries(),
              journal.answers(),
              journal.slowest().toMillis());
    }
  }

  /** Does nothing yet. */
  IngestFault(FaultStack stack, Plan plan, PrintStream out) {
    this.stack = stack;
    this.plan = plan;
    this.out = out;
  }

  /** Starts the stack, lets all of it happen, and compares. */
  Outcome run() throws InterruptedException {
    stack.startBroker();
    stack.startIngest();
    try (var client = new IngestClient(stack.ingestUrl(), Optional.of(stack.key()));
        var fleet = new Fleet(client, plan.instances(), plan.pace(), journal)) {
      fleet.start();
      awaitFlow("the start");
      Thread.sleep(plan.calm());
      killIngest();
      breakBroker();
      for (var i = 1; i < plan.ingestKills(); i++) {
        killIngest();
      }
      var unavailable = journal.unavailable();
      Thread.sleep(plan.calm());
      fleet.finish(FINISH_MAX);
      stack.stopIngest();
      return new Outcome(compare(), journal, journal.unavailable() == unavailable);
    }
  }

  private void killIngest() throws InterruptedException {
    out.println("Killing ingest under load");
    stack.killIngest();
    var took = stack.startIngest();
    out.printf("Ingest was ready %d ms after its start%n", took.toMillis());
    awaitFlow("ingest's start");
    Thread.sleep(plan.calm());
  }

  private void breakBroker() throws InterruptedException {
    out.println("Killing the broker under load for " + plan.outage());
    stack.killBroker();
    Thread.sleep(plan.outage());
    stack.startBroker();
    out.println("The broker serves again");
    awaitFlow("the broker's start");
    Thread.sleep(plan.calm());
  }

  /** Waits until about every instance has had a heartbeat acknowledged since now. */
  private void awaitFlow(String what) throws InterruptedException {
    var wanted = journal.acknowledged() + plan.instances();
    var deadline = System.nanoTime() + FLOW_MAX.toNanos();
    while (journal.acknowledged() < wanted) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%s after %s, heartbeats are not acknowledged as before; the answers so far: %s"
                .formatted(FLOW_MAX, what, journal.answers()));
      }
      Thread.sleep(POLL);
    }
  }

  private Findings compare() {
    var reconciliation = new Reconciliation(journal.heartbeats());
    try (var schemas = new SchemaRegistry(stack.registryUrl(), REGISTRY_PATIENCE)) {
      new HeartbeatLog(stack.kafka(), schemas).readInto(reconciliation);
    }
    return reconciliation.findings();
  }
}
