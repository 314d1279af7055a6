package dev.fleetpulse.load.fault.outage;

import dev.fleetpulse.load.fault.Victims;
import dev.fleetpulse.load.replay.IngestClient;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Ingest is killed and stays away while some instances die and streams-app is killed, too. Nobody
 * may be said to be down meanwhile, everybody is shown as unknown, and afterwards exactly those who
 * died are found.
 */
public final class OutageFault {
  private static final int INSTANCES_MAX = 20_000;
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final OutageStack stack;
  private final Plan plan;
  private final PrintStream out;

  /**
   * What happens.
   *
   * @param dying how many of the instances die during the outage
   * @param interval between two heartbeats of an instance
   * @param downAfter silence after which an instance counts as down
   */
  public record Plan(
      int instances, int dying, Duration outage, Duration interval, Duration downAfter) {
    public Plan {
      if (instances < 1 || instances > INSTANCES_MAX || dying < 1 || dying >= instances) {
        throw new IllegalArgumentException(
            "Instances must be from 1 to %d, and some of them must live: %d, of which %d die"
                .formatted(INSTANCES_MAX, instances, dying));
      }
      if (downAfter.compareTo(interval.multipliedBy(3)) < 0) {
        throw new IllegalArgumentException(
            "The threshold must be three intervals at least: " + downAfter);
      }
    }
  }

  /**
   * What came of it.
   *
   * @param unknown the most that were shown so during the outage
   * @param downMeanwhile the most that were shown as down before they could have been
   * @param found who was shown as down in the end
   * @param everDown every fall there was
   * @param foundAfter from ingest's return until all were found
   */
  public record Outcome(
      Plan plan,
      long unknown,
      long downMeanwhile,
      Set<String> died,
      List<String> found,
      List<String> everDown,
      Duration foundAfter) {
    /** Whether all were unknown, nobody fell, and exactly the dead were found. */
    public boolean holds() {
      return unknown == plan.instances
          && downMeanwhile == 0
          && found.equals(List.copyOf(died))
          && everDown.equals(List.copyOf(died));
    }

    /** For people. */
    public String text() {
      return """
          instances                      %,8d, of which %d died during the outage of %s
          shown as unknown meanwhile     %,8d
          shown as down meanwhile        %,8d
          found down afterwards          %,8d, %s after ingest was back (threshold %s)
          said to be down at any time    %,8d
          exactly those who died         %8s
          """
          .formatted(
              plan.instances,
              plan.dying,
              plan.outage,
              unknown,
              downMeanwhile,
              found.size(),
              foundAfter.truncatedTo(ChronoUnit.SECONDS),
              plan.downAfter,
              everDown.size(),
              holds() ? "yes" : "NO");
    }
  }

  /** Breaks nothing yet. */
  public OutageFault(OutageStack stack, Plan plan, PrintStream out) {
    this.stack = stack;
    this.plan = plan;
    this.out = out;
  }

  /** Does it. */
  public Outcome run() throws IOException, InterruptedException, SQLException {
    out.println("Starting everything");
    stack.start();
    try (var client = new IngestClient(stack.ingest().url(), Optional.of(stack.key()));
        var fleet = new Beating(client, plan.instances, plan.interval)) {
      fleet.start();
      await("healthy", plan.instances);
      out.printf(
          "All %,d instances are healthy; killing ingest for %s%n", plan.instances, plan.outage);
      Victims.kill(stack.ingest());
      var meanwhile = outage(fleet);
      out.println("Ingest comes back");
      Victims.restart(stack.ingest());
      var back = System.nanoTime();
      var died = ids(dying());
      var early = awaitAllButTheDead(died.size());
      await("down", died.size());
      var foundAfter = Duration.ofNanos(System.nanoTime() - back);
      await("healthy", plan.instances - died.size());
      awaitChanges();
      return new Outcome(
          plan,
          meanwhile.unknown,
          Math.max(meanwhile.down, early),
          died,
          stack.idsShown("down"),
          stack.everDown(),
          foundAfter);
    }
  }

  private record Meanwhile(long unknown, long down) {}

  private Meanwhile outage(Beating fleet) throws IOException, InterruptedException {
    var began = System.nanoTime();
    var unknown = 0L;
    var down = 0L;
    var half = false;
    while (System.nanoTime() - began < plan.outage.toNanos()) {
      unknown = Math.max(unknown, stack.shown("unknown"));
      down = Math.max(down, stack.shown("down"));
      if (!half && System.nanoTime() - began > plan.outage.toNanos() / 2) {
        half = true;
        out.printf("Killing %d instances, and streams-app%n", plan.dying);
        fleet.kill(dying());
        Victims.kill(stack.streams());
        Victims.restart(stack.streams());
      }
      Thread.sleep(LOOK);
    }
    return new Meanwhile(unknown, down);
  }

  /** The living are heard before anybody can fall: the threshold begins anew for all. */
  private long awaitAllButTheDead(int dead) throws IOException, InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    var down = 0L;
    while (stack.shown("healthy") < plan.instances - dead && System.nanoTime() < deadline) {
      down = Math.max(down, stack.shown("down"));
      Thread.sleep(LOOK);
    }
    // Who is found by now is one of the dead, or not: what was found in the end tells.
    return down <= dead ? 0 : down;
  }

  private void await(String status, long wanted) throws IOException, InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.plus(plan.downAfter).toNanos();
    while (stack.shown(status) != wanted) {
      if (System.nanoTime() > deadline) {
        out.printf("%d instances are %s, not %d; going on%n", stack.shown(status), status, wanted);
        return;
      }
      Thread.sleep(LOOK);
    }
  }

  private void awaitChanges() throws IOException, InterruptedException, SQLException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!stack.changesToCome().isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(LOOK);
    }
  }

  /** The same in every run. */
  private Set<Integer> dying() {
    var random = new Random(plan.instances);
    var numbers = new TreeSet<Integer>();
    while (numbers.size() < plan.dying) {
      numbers.add(random.nextInt(plan.instances));
    }
    return numbers;
  }

  private static Set<String> ids(Set<Integer> numbers) {
    var ids = new TreeSet<String>();
    numbers.forEach(number -> ids.add(Beating.id(number)));
    return ids;
  }
}
