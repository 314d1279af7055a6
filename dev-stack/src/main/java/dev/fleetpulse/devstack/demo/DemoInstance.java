package dev.fleetpulse.devstack.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One synthetic instance: what it would send at a given time. It dies now and then and returns as a
 * new process, whose counters begin again.
 */
final class DemoInstance {
  private static final double DEATH_PER_BEAT = 0.0008;
  private static final double RETURN_PER_BEAT = 0.15;
  private static final double UNHEALTHY_PER_BEAT = 0.01;
  private static final double ERROR_PER_BEAT = 0.02;
  private static final double REPAIR_PER_ERROR = 0.4;
  private static final double REPAIR_SUCCESS = 0.8;
  private static final double CHAT_SHARE = 0.7;
  private static final int TOKENS_PER_CALL = 900;
  private static final int TOKENS_PER_REPAIR = 1_800;
  private static final BigDecimal DOLLARS_PER_TOKEN = new BigDecimal("0.0000025");
  private static final int MONEY_DIGITS = 6;
  private static final int PORT = 8080;

  private final String id;
  private final DemoApp app;
  private final RandomGenerator random;
  private boolean alive = true;
  private boolean healthy = true;
  private Instant started;
  private Instant counted;
  private int process;
  private long chatTokens;
  private long healTokens;
  private long repairs;
  private long repairSuccesses;
  private int peakMemory;
  private Optional<Map<String, Object>> lastRepair = Optional.empty();

  /** An instance that has been running for a while. */
  DemoInstance(DemoApp app, int number, RandomGenerator random, Instant now) {
    this.app = app;
    this.id = "demo-%s-%04d".formatted(app, number);
    this.random = random;
    begin(now.minus(Duration.ofMinutes(random.nextInt(1, 600))));
  }

  /** What the instance does at the time of a beat. */
  record Beat(Map<String, Object> heartbeat, Optional<Map<String, Object>> error) {}

  /** The next beat; nothing while the instance is dead. */
  Optional<Beat> beat(Instant now) {
    if (!alive) {
      alive = random.nextDouble() < RETURN_PER_BEAT;
      if (!alive) {
        return Optional.empty();
      }
      begin(now);
    }
    if (random.nextDouble() < DEATH_PER_BEAT) {
      alive = false;
      return Optional.empty();
    }
    if (random.nextDouble() < UNHEALTHY_PER_BEAT) {
      healthy = !healthy;
    }
    var seconds = Duration.between(counted, now).toMillis() / 1000.0;
    counted = now;
    var tokens = Math.round(app.tokensPerSecond() * seconds * random.nextDouble(0.3, 1.7));
    chatTokens += Math.round(tokens * CHAT_SHARE);
    healTokens += tokens - Math.round(tokens * CHAT_SHARE);
    var error =
        random.nextDouble() < ERROR_PER_BEAT
            ? Optional.of(error(now))
            : Optional.<Map<String, Object>>empty();
    return Optional.of(new Beat(heartbeat(now), error));
  }

  private void begin(Instant now) {
    started = now;
    counted = now;
    healthy = true;
    process = random.nextInt(1_000, 60_000);
    chatTokens = 0;
    healTokens = 0;
    repairs = 0;
    repairSuccesses = 0;
    peakMemory = 0;
    lastRepair = Optional.empty();
  }

  private Map<String, Object> heartbeat(Instant now) {
    var upSeconds = Duration.between(started, now).toSeconds();
    // A slow leak, so that there is something to see.
    var memory =
        (int) (app.memoryMegabytes() * (1 + upSeconds / 200_000.0) + random.nextInt(0, 20));
    peakMemory = Math.max(peakMemory, memory);
    var heartbeat = new LinkedHashMap<String, Object>();
    heartbeat.put("instanceId", id);
    heartbeat.put("version", app.release());
    heartbeat.put("timestamp", now.toEpochMilli());
    heartbeat.put(
        "server",
        Map.of(
            "name",
            app.toString(),
            "port",
            PORT,
            "uptime",
            upSeconds,
            "status",
            healthy ? "healthy" : "degraded",
            "pid",
            process,
            "bootId",
            id + "-" + process + "-" + started.getEpochSecond()));
    heartbeat.put(
        "process",
        Map.of(
            "memoryMB", memory,
            "cpuPercent", random.nextInt(1, healthy ? 35 : 95),
            "peakMemoryMB", peakMemory));
    heartbeat.put(
        "routes",
        Map.of(
            "total",
            8,
            "healthy",
            healthy ? 8 : 7,
            "unhealthy",
            healthy ? 0 : 1,
            "slowest",
            Map.of("path", "/" + app, "avgMs", random.nextInt(20, healthy ? 300 : 4_000))));
    heartbeat.put("usage", usage());
    var repairCounts = new LinkedHashMap<String, Object>();
    repairCounts.put("total", repairs);
    repairCounts.put("successes", repairSuccesses);
    repairCounts.put("failures", repairs - repairSuccesses);
    lastRepair.ifPresent(repair -> repairCounts.put("lastRepair", repair));
    heartbeat.put("repairs", repairCounts);
    return heartbeat;
  }

  private Map<String, Object> usage() {
    return Map.of(
        "totalTokens", chatTokens + healTokens,
        "totalCost", dollars(chatTokens).add(dollars(healTokens)),
        "totalCalls", calls(chatTokens) + calls(healTokens),
        "byCategory", Map.of("chat", share(chatTokens), "heal", share(healTokens)),
        "byModel", Map.of("demo-small", share(chatTokens), "demo-large", share(healTokens)));
  }

  private Map<String, Object> error(Instant now) {
    var possible = DemoError.of(app);
    var error = possible.get(random.nextInt(possible.size()));
    var number = random.nextInt(1, 100_000);
    if (random.nextDouble() < REPAIR_PER_ERROR) {
      repair(error, now);
    }
    return Map.of(
        "instanceId", id,
        "app", app.toString(),
        "timestamp", now.toEpochMilli(),
        "language", error.language(),
        "type", error.type(),
        "message", error.message(),
        "stack", error.stack().formatted(number),
        "level", "error",
        "release", app.release(),
        "environment", "demo");
  }

  private void repair(DemoError error, Instant now) {
    var success = random.nextDouble() < REPAIR_SUCCESS;
    repairs++;
    repairSuccesses += success ? 1 : 0;
    healTokens += TOKENS_PER_REPAIR;
    lastRepair =
        Optional.of(
            Map.of(
                "error",
                error.type() + ": " + error.message(),
                "resolution",
                success ? "Added a guard" : "Gave up",
                "tokens",
                TOKENS_PER_REPAIR,
                "cost",
                dollars(TOKENS_PER_REPAIR),
                "mode",
                "fast",
                "model",
                "demo-large",
                "durationMs",
                random.nextInt(400, 4_000),
                "timestamp",
                now.toEpochMilli()));
  }

  private static Map<String, Object> share(long tokens) {
    return Map.of("tokens", tokens, "cost", dollars(tokens), "calls", calls(tokens));
  }

  private static long calls(long tokens) {
    return tokens / TOKENS_PER_CALL;
  }

  private static BigDecimal dollars(long tokens) {
    return DOLLARS_PER_TOKEN
        .multiply(BigDecimal.valueOf(tokens))
        .setScale(MONEY_DIGITS, RoundingMode.HALF_UP);
  }
}
