package dev.fleetpulse.query;

import static java.time.Duration.ofSeconds;

import dev.fleetpulse.control.ControlKeys;
import dev.fleetpulse.control.ControlReader;
import dev.fleetpulse.control.ControlWriter;
import dev.fleetpulse.control.KeyUsePublisher;
import dev.fleetpulse.control.LastUseReader;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.query.audit.AuditTrail;
import dev.fleetpulse.query.command.ControlDesk;
import dev.fleetpulse.query.instances.InstancesEndpoint;
import dev.fleetpulse.query.keys.KeysEndpoint;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.access.AccessKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** Control as one process has it, over the real broker and registry. */
final class TestDesk implements AutoCloseable {
  private static final Duration PATIENCE = ofSeconds(60);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final InstantSource clock;
  private final Topics topics;
  private final LastUseReader lastUses;
  private final AccessKeys keys;
  private final ControlDesk desk;

  /** Returns when all of control is read. */
  TestDesk(Components components, InstantSource clock, MeterRegistry meters) {
    this.clock = clock;
    var registry = opens(new SchemaRegistry(components.registryUrl(), PATIENCE));
    topics = Topics.with(registry);
    var reader = opens(new ControlReader(components.kafka(), topics, registry, meters));
    reader.keepEnrolments();
    // Keys last by the time there is, also where answers are given at another.
    var uses = opens(new KeyUsePublisher(components.kafka(), topics, InstantSource.system()));
    lastUses = opens(new LastUseReader(components.kafka(), topics));
    var writer =
        opens(
            new ControlWriter(
                components.kafka(), topics, registry, InstantSource.system(), "test"));
    keys =
        AccessKeys.parse(TestKeys.SETTING)
            .backedBy(new ControlKeys(reader, uses, InstantSource.system()));
    desk = new ControlDesk(reader, writer);
    reader.start();
    uses.start();
    lastUses.start();
    try {
      reader.awaitLoaded(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted before control was read", e);
    }
  }

  Topics topics() {
    return topics;
  }

  AccessKeys keys() {
    return keys;
  }

  ControlDesk desk() {
    return desk;
  }

  /** Its endpoints. */
  Administration.Desk endpoints(AuditTrail trail) {
    return new Administration.Desk(
        new KeysEndpoint(desk, keys, lastUses, trail, clock),
        new InstancesEndpoint(desk, trail, clock));
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("What a test has opened must close", e);
      }
    }
  }

  private <T extends AutoCloseable> T opens(T closeable) {
    opened.push(closeable);
    return closeable;
  }
}
