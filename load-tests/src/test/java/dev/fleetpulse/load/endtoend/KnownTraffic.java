package dev.fleetpulse.load.endtoend;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The same traffic in every run but for the hour it begins in: twenty instances over four hours
 * with restarts, wiped counters, gaps in what they tell, and errors of six bugs.
 *
 * @param heartbeats and errors each once, of one instance after the other
 */
record KnownTraffic(List<Heartbeat> heartbeats, List<ErrorReport> errors) {
  static final int INSTANCES = 20;

  private static final int REPORTS = 48;
  private static final int ERRORS = 60;
  private static final long SEED = 20_261_121;
  private static final Duration AGE = Duration.ofHours(5);
  private static final Duration STEP = Duration.ofMinutes(5);
  private static final List<String> APPS = List.of("shop", "search", "billing");
  private static final List<String> BUGS = List.of("NullPointerException", "IllegalStateException");
  static final List<String> CATEGORIES = List.of("chat", "heal");
  static final List<String> MODELS = List.of("large", "small");

  static KnownTraffic before(Instant now) {
    var start = now.truncatedTo(ChronoUnit.HOURS).minus(AGE).toEpochMilli();
    var random = new Random(SEED);
    var heartbeats = new ArrayList<Heartbeat>();
    for (var number = 0; number < INSTANCES; number++) {
      heartbeats.addAll(reportsOf(number, start, random));
    }
    return new KnownTraffic(List.copyOf(heartbeats), errors(start));
  }

  /** Everything again in another order, and some of it twice. */
  static <T> List<T> disturbed(List<T> all) {
    var random = new Random(SEED);
    var disturbed = new ArrayList<>(all);
    disturbed.addAll(all.subList(0, all.size() / 5));
    Collections.shuffle(disturbed, random);
    return disturbed;
  }

  /**
   * A last heartbeat of each instance that tells no usage: once these are through, everything sent
   * before them is, too, for the log keeps the order of an instance.
   */
  List<Heartbeat> lastHeartbeats() {
    var last = new TreeMap<String, Heartbeat>();
    heartbeats.forEach(heartbeat -> last.put(heartbeat.instance(), heartbeat));
    return last.values().stream()
        .map(
            heartbeat ->
                new Heartbeat(
                    heartbeat.instance(),
                    heartbeat.app(),
                    heartbeat.timestamp() + STEP.toMillis(),
                    heartbeat.bootId(),
                    99.5,
                    new TreeMap<>()))
        .toList();
  }

  /** A last error of each instance, for the same reason. */
  List<ErrorReport> lastErrors() {
    return lastHeartbeats().stream()
        .map(
            last ->
                new ErrorReport(
                    last.instance(),
                    last.app(),
                    last.timestamp(),
                    BUGS.getFirst(),
                    ERRORS,
                    Optional.of("last-" + last.instance())))
        .toList();
  }

  private static String instance(int number) {
    return "known-%02d".formatted(number);
  }

  private static String app(int number) {
    return APPS.get(number % APPS.size());
  }

  private static List<Heartbeat> reportsOf(int number, long start, Random random) {
    var reports = new ArrayList<Heartbeat>();
    var counters = usedBefore(random);
    var starts = 1;
    for (var report = 0; report < REPORTS; report++) {
      var chance = random.nextInt(100);
      if (chance < 5) {
        starts++;
        counters = new TreeMap<>();
      } else if (chance < 8) {
        counters = new TreeMap<>();
      }
      use(counters, random);
      var told = chance >= 95 ? new TreeMap<String, Amount>() : new TreeMap<>(counters);
      reports.add(
          new Heartbeat(
              instance(number),
              app(number),
              start + report * STEP.toMillis() + number * 7_919L,
              "boot-" + starts,
              random.nextInt(1, 100) + 0.25,
              told));
    }
    return reports;
  }

  private static SortedMap<String, Amount> usedBefore(Random random) {
    var counters = new TreeMap<String, Amount>();
    for (var times = 0; times < 10; times++) {
      use(counters, random);
    }
    return counters;
  }

  private static void use(SortedMap<String, Amount> counters, Random random) {
    var amount = new Amount(random.nextInt(5_000), random.nextInt(3_000_000), random.nextInt(4));
    counters.merge("total", amount, Amount::plus);
    counters.merge(
        "category/" + CATEGORIES.get(random.nextInt(CATEGORIES.size())), amount, Amount::plus);
    counters.merge("model/" + MODELS.get(random.nextInt(MODELS.size())), amount, Amount::plus);
  }

  private static List<ErrorReport> errors(long start) {
    var errors = new ArrayList<ErrorReport>();
    for (var number = 0; number < ERRORS; number++) {
      errors.add(
          new ErrorReport(
              instance(number % INSTANCES),
              app(number % INSTANCES),
              start + number * Duration.ofMinutes(4).toMillis(),
              BUGS.get(number / INSTANCES % BUGS.size()),
              number,
              // Every third has no id of its own and is known again by what it says.
              number % 3 == 0 ? Optional.empty() : Optional.of("error-" + number)));
    }
    return List.copyOf(errors);
  }
}
