package dev.fleetpulse.load.bench.topology;

import dev.fleetpulse.schemas.Schemas;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.TopicAdmin;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;

/** What lies in the topic that is read. */
public interface Load {
  /** How many records there are. */
  long records();

  /** What they are, for people. */
  String text();

  /** Fills their topic. */
  void fill(String kafka, Schemas schemas);

  /** Appends records. */
  @FunctionalInterface
  interface Sending<K, V> {
    /** Sends all of them. */
    void to(KafkaProducer<K, V> producer) throws ExecutionException, InterruptedException;
  }

  /**
   * Makes a topic and fills it.
   *
   * <p>Append times are the records' own: the log must tell the time in which a real fleet would
   * have filled it, not that in which the benchmark does.
   */
  static <K, V> void fill(String kafka, Topic<K, V> topic, Sending<K, V> sending) {
    try (var admin =
            Admin.create(Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka));
        var producer =
            new KafkaProducer<>(
                Map.<String, Object>of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    kafka,
                    ProducerConfig.BATCH_SIZE_CONFIG,
                    64 << 10,
                    ProducerConfig.LINGER_MS_CONFIG,
                    20),
                topic.keys().serializer(),
                topic.values().serializer())) {
      new TopicAdmin(admin).ensure(List.of(withSendersTime(topic)));
      sending.to(producer);
      producer.flush();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The broker takes no records", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while writing records", e);
    }
  }

  private static <K, V> Topic<K, V> withSendersTime(Topic<K, V> topic) {
    var settings = new TreeMap<>(topic.settings());
    settings.put("message.timestamp.type", "CreateTime");
    return new Topic<>(topic.name(), topic.partitions(), settings, topic.keys(), topic.values());
  }
}
