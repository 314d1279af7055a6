package dev.fleetpulse.control.cli;

import dev.fleetpulse.control.AuditWriter;
import dev.fleetpulse.control.CategoryBook;
import dev.fleetpulse.control.ControlReader;
import dev.fleetpulse.control.ControlWriter;
import dev.fleetpulse.control.KeyRing;
import dev.fleetpulse.control.LastUses;
import dev.fleetpulse.control.Thresholds;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.Env;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.ToIntBiFunction;

/** The control topic as one command sees it: everything up to now, and a way to write. */
final class ControlTopic {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final String command;
  private final Env env;
  private final InstantSource clock;
  private AuditWriter audit;

  /**
   * Connects nowhere yet; {@code FLEETPULSE_KAFKA} and {@code …_REGISTRY_URL} say where to.
   *
   * @param command its name, for people who read what it wrote
   */
  ControlTopic(String command, Env env, InstantSource clock) {
    this.command = command;
    this.env = env;
    this.clock = clock;
  }

  /** What one command does with the topic. */
  @FunctionalInterface
  interface Work {
    /**
     * Does it.
     *
     * @param keys everything that was there when the command began
     * @param writer started
     */
    int with(KeyRing keys, ControlWriter writer);
  }

  /** The same with thresholds. */
  @FunctionalInterface
  interface ThresholdWork {
    /**
     * Does it.
     *
     * @param thresholds all that were set when the command began
     * @param writer started
     */
    int with(Thresholds thresholds, ControlWriter writer);
  }

  /** The same with the rules for categories. */
  @FunctionalInterface
  interface CategoryWork {
    /**
     * Does it.
     *
     * @param categories all rules that were set when the command began
     * @param writer started
     */
    int with(CategoryBook categories, ControlWriter writer);
  }

  InstantSource clock() {
    return clock;
  }

  /**
   * Reads the topic to its end and does the work.
   *
   * @throws IllegalStateException if the broker or the registry does not answer
   */
  int run(Work work) throws InterruptedException {
    return read((reader, writer) -> work.with(reader.keys(), writer));
  }

  /** The same with thresholds. */
  int runOnThresholds(ThresholdWork work) throws InterruptedException {
    return read((reader, writer) -> work.with(reader.thresholds(), writer));
  }

  /** The same with the rules for categories. */
  int runOnCategories(CategoryWork work) throws InterruptedException {
    return read((reader, writer) -> work.with(reader.categories(), writer));
  }

  private int read(ToIntBiFunction<ControlReader, ControlWriter> work) throws InterruptedException {
    var kafka = kafka();
    try (var registry = new SchemaRegistry(env.require("REGISTRY_URL"), PATIENCE)) {
      var topics = Topics.with(registry);
      try (var reader = new ControlReader(kafka, topics, registry, new SimpleMeterRegistry());
          var writer = new ControlWriter(kafka, topics, registry, clock, author());
          var taking = new AuditWriter(kafka, topics, clock, author())) {
        reader.start();
        reader.awaitLoaded(PATIENCE);
        writer.start();
        taking.start();
        audit = taking;
        return work.applyAsInt(reader, writer);
      }
    }
  }

  /**
   * Takes down what the work that runs is about to do.
   *
   * @throws dev.fleetpulse.control.ControlUnwrittenException if the broker did not acknowledge it
   */
  void take(String tenant, String action, String subject, Map<String, String> details) {
    audit.take(tenant, action, subject, details);
  }

  /** When keys were last used, by key id. */
  Map<String, Instant> lastUses() {
    try (var registry = new SchemaRegistry(env.require("REGISTRY_URL"), PATIENCE)) {
      return LastUses.read(kafka(), Topics.with(registry), PATIENCE);
    }
  }

  private String kafka() {
    return env.require("KAFKA");
  }

  /** Who decides, for people. */
  String author() {
    return "fleetpulse " + command + ", " + System.getProperty("user.name", "somebody");
  }
}
