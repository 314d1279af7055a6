package dev.fleetpulse.control.cli;

import dev.fleetpulse.control.ControlReader;
import dev.fleetpulse.control.ControlWriter;
import dev.fleetpulse.control.KeyRing;
import dev.fleetpulse.control.LastUses;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.Env;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** The control topic as one command sees it: everything up to now, and a way to write. */
final class ControlTopic {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Env env;
  private final InstantSource clock;

  /** Connects nowhere yet; {@code FLEETPULSE_KAFKA} and {@code …_REGISTRY_URL} say where to. */
  ControlTopic(Env env, InstantSource clock) {
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

  InstantSource clock() {
    return clock;
  }

  /**
   * Reads the topic to its end and does the work.
   *
   * @throws IllegalStateException if the broker or the registry does not answer
   */
  int run(Work work) throws InterruptedException {
    var kafka = kafka();
    try (var registry = new SchemaRegistry(env.require("REGISTRY_URL"), PATIENCE)) {
      var topics = Topics.with(registry);
      try (var reader = new ControlReader(kafka, topics, registry, new SimpleMeterRegistry());
          var writer = new ControlWriter(kafka, topics, registry, clock, author())) {
        reader.start();
        reader.awaitLoaded(PATIENCE);
        writer.start();
        return work.with(reader.keys(), writer);
      }
    }
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

  private static String author() {
    return "fleetpulse key, " + System.getProperty("user.name", "somebody");
  }
}
