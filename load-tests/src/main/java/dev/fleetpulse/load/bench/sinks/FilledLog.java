package dev.fleetpulse.load.bench.sinks;

import dev.fleetpulse.devstack.KafkaProcess;
import dev.fleetpulse.load.fleet.SampleFleet;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.load.stack.OwnBroker;
import dev.fleetpulse.schemas.InMemorySchemas;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.TopicAdmin;
import dev.fleetpulse.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker that has the heartbeats of a fleet, to be read as often as wanted. */
final class FilledLog implements AutoCloseable {
  private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

  private final KafkaProcess broker;
  private final Topics topics = Topics.with(new InMemorySchemas());

  /**
   * Starts nothing yet.
   *
   * @param folder for data and logs
   */
  FilledLog(ClassPaths classPaths, Path folder) throws IOException {
    broker = OwnBroker.in(folder, classPaths);
  }

  /** Starts the broker and writes the heartbeats. */
  void fill(SampleFleet fleet) throws InterruptedException {
    broker.start();
    broker.awaitReady();
    try (var admin = admin()) {
      new TopicAdmin(admin).ensure(List.of(topics.heartbeats(), topics.deadLetters()));
    }
    var failure = new AtomicReference<Exception>();
    var topic = topics.heartbeats();
    try (var producer = producer()) {
      fleet.forEach(
          heartbeat -> {
            var key = new InstanceKey(heartbeat.getTenant(), heartbeat.getInstanceId());
            var _ =
                producer.send(
                    new ProducerRecord<>(
                        topic.name(),
                        topic.keys().serializer().serialize(topic.name(), key),
                        topic.values().serializer().serialize(topic.name(), heartbeat)),
                    (_, e) -> failure.compareAndSet(null, e));
          });
    }
    if (failure.get() != null) {
      throw new IllegalStateException("The broker did not take the heartbeats", failure.get());
    }
  }

  Topics topics() {
    return topics;
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** For dead letters, of which there are none. */
  Producer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(BOOTSTRAP_SERVERS, broker.bootstrapServers(), "acks", "all", "linger.ms", 5),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** Lets a group that nobody is in begin anew. */
  void forget(String group) throws InterruptedException {
    try (var admin = admin()) {
      admin.deleteConsumerGroups(List.of(group)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw new IllegalStateException("Group " + group + " can't be deleted", e.getCause());
      }
    }
  }

  @Override
  public void close() {
    broker.close();
  }

  private Admin admin() {
    return Admin.create(Map.<String, Object>of(BOOTSTRAP_SERVERS, broker.bootstrapServers()));
  }
}
