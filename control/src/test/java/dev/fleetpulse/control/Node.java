package dev.fleetpulse.control;

import dev.fleetpulse.schemas.Schemas;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.access.AccessDecision;
import dev.fleetpulse.service.access.AccessKeys;
import dev.fleetpulse.service.access.NewKey;
import dev.fleetpulse.service.access.Scope;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;

/** What one process needs to judge keys, wired as in production. */
final class Node implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(60);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ControlReader reader;
  private final KeyUsePublisher uses;
  private final AccessKeys keys;

  Node(String kafka, Topics topics, Schemas schemas) {
    reader = new ControlReader(kafka, topics, schemas, meters);
    uses = new KeyUsePublisher(kafka, topics, InstantSource.system());
    keys = AccessKeys.none().backedBy(new ControlKeys(reader, uses, InstantSource.system()));
  }

  /** Starts and returns when it is ready. */
  static Node ready(String kafka, Topics topics, Schemas schemas) throws InterruptedException {
    var node = new Node(kafka, topics, schemas);
    node.reader.start();
    node.uses.start();
    node.reader.awaitLoaded(START_MAX);
    return node;
  }

  AccessDecision decide(NewKey key) {
    return keys.decide("Bearer " + key.text(), null, Scope.INGEST);
  }

  ControlReader reader() {
    return reader;
  }

  KeyUsePublisher uses() {
    return uses;
  }

  double metric(String name) {
    return meters.get(name).meter().measure().iterator().next().getValue();
  }

  @Override
  public void close() {
    uses.close();
    reader.close();
  }
}
