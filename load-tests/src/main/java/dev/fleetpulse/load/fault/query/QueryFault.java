package dev.fleetpulse.load.fault.query;

import dev.fleetpulse.devstack.Component;
import dev.fleetpulse.load.fault.Victims;
import dev.fleetpulse.load.fault.query.Asked.Answers;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Each store is killed under readers and started again. What the other store or the memory can
 * answer goes on, the rest says who is away, and all of it comes back by itself.
 */
public final class QueryFault {
  /** In which a circuit opens; answers of this time may be of both kinds. */
  private static final Duration SETTLING = Duration.ofSeconds(6);

  private static final Duration CALM = Duration.ofSeconds(5);
  private static final Duration RECOVERY_MAX = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  private final QueryStack stack;
  private final Duration outage;
  private final PrintStream out;

  /**
   * What came of one store's absence.
   *
   * @param settling what was answered right after it was killed
   * @param away what was answered from then until it was started again
   * @param recovery until everything was answered again, from when the store was ready
   */
  public record Absence(
      String store,
      Map<Question, Answers> settling,
      Map<Question, Answers> away,
      Duration recovery) {
    boolean holds() {
      return recovery.compareTo(RECOVERY_MAX) < 0
          && settling.values().stream().allMatch(answers -> answers.broken() == 0)
          && away.entrySet().stream().allMatch(entry -> isRight(entry.getKey(), entry.getValue()))
          && away.size() == Question.values().length;
    }

    private boolean isRight(Question question, Answers answers) {
      return answers.broken() == 0
          && (question.goesOnWithout(store)
              ? answers.good() > 0 && answers.unavailable() == 0
              : answers.good() == 0 && answers.unavailable() > 0);
    }
  }

  /** What came of all. */
  public record Outcome(List<Absence> absences) {
    /** Whether everything was as it is to be. */
    public boolean holds() {
      return absences.size() == 2 && absences.stream().allMatch(Absence::holds);
    }

    /** For people. */
    public String text() {
      var text = new StringBuilder();
      for (var absence : absences) {
        text.append("without %s%n".formatted(absence.store()));
        absence
            .away()
            .forEach(
                (question, answers) ->
                    text.append(
                        "  %-15s %,7d answered, %,7d told who is away, %d broken, slowest %,d ms%n"
                            .formatted(
                                question,
                                answers.good(),
                                answers.unavailable(),
                                answers.broken(),
                                answers.slowestMs())));
        absence.settling().values().stream()
            .filter(answers -> answers.broken() > 0)
            .forEach(answers -> text.append("  right after: %s%n".formatted(answers.last())));
        absence.away().values().stream()
            .filter(answers -> answers.broken() > 0)
            .forEach(answers -> text.append("  broken: %s%n".formatted(answers.last())));
        text.append(
            "  all is answered %d ms after it was back%n".formatted(absence.recovery().toMillis()));
      }
      return text.append(holds() ? "It held%n".formatted() : "It did not hold%n".formatted())
          .toString();
    }
  }

  /** Asks nothing yet. */
  public QueryFault(QueryStack stack, Duration outage, PrintStream out) {
    this.stack = stack;
    this.outage = outage;
    this.out = out;
  }

  /** Starts the stack, and takes one store after the other away. */
  public Outcome run() throws IOException, InterruptedException, SQLException {
    stack.start();
    try (var asked = new Asked(stack.api().url(), stack.key())) {
      awaitAll(asked);
      asked.start();
      Thread.sleep(CALM);
      var absences = new ArrayList<Absence>();
      absences.add(without("clickhouse", stack.stores().clickHouse(), asked));
      absences.add(without("timescale", stack.stores().timescale(), asked));
      return new Outcome(absences);
    }
  }

  private Absence without(String store, Component victim, Asked asked) throws InterruptedException {
    out.printf("Killing %s for %s%n", store, outage);
    asked.takePhase();
    Victims.kill(victim);
    Thread.sleep(SETTLING);
    var settling = asked.takePhase();
    Thread.sleep(outage);
    var away = asked.takePhase();
    victim.start();
    victim.awaitReady();
    var recovery = awaitAll(asked);
    Thread.sleep(CALM);
    return new Absence(store, settling, away, recovery);
  }

  /** How long it takes until everything is answered. */
  private static Duration awaitAll(Asked asked) throws InterruptedException {
    var began = System.nanoTime();
    for (var question : Question.values()) {
      while (!asked.isAnswered(question)
          && Duration.ofNanos(System.nanoTime() - began).compareTo(RECOVERY_MAX) < 0) {
        Thread.sleep(POLL);
      }
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
