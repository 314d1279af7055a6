package dev.fleetpulse.schemas;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the topics that are missing and checks the ones that are there. */
public final class TopicAdmin {
  private static final long TIMEOUT_SECONDS = 30;

  /** A topic that was just created may not be known to every broker yet. */
  private static final RetryConfig UNTIL_KNOWN =
      RetryConfig.custom()
          .maxAttempts(100)
          .waitDuration(Duration.ofMillis(100))
          .retryExceptions(UnknownTopicOrPartitionException.class)
          .build();

  private final Admin admin;

  /** Works through the given client, which stays the caller's. */
  public TopicAdmin(Admin admin) {
    this.admin = admin;
  }

  /**
   * Creates what is missing (with the broker's replication factor) and leaves the rest alone; any
   * number of processes may do so at once.
   *
   * @throws IllegalStateException if a topic is there with another partition count, or the broker
   *     does not answer in time
   */
  public void ensure(Collection<Topic<?, ?>> topics) {
    create(topics);
    var names = topics.stream().map(Topic::name).toList();
    var found = Retry.of("describe-topics", UNTIL_KNOWN).executeSupplier(() -> describe(names));
    for (var topic : topics) {
      var partitions = found.get(topic.name()).partitions().size();
      if (partitions != topic.partitions()) {
        throw new IllegalStateException(
            "Topic %s has %d partitions and must have %d: state and order hang on the count"
                .formatted(topic.name(), partitions, topic.partitions()));
      }
    }
  }

  /**
   * How far a topic has been written.
   *
   * @return the offset behind the last record, by partition
   * @throws IllegalStateException if the broker does not say so in time
   */
  public Map<Integer, Long> ends(Topic<?, ?> topic) {
    var asked = new HashMap<TopicPartition, OffsetSpec>();
    for (var partition = 0; partition < topic.partitions(); partition++) {
      asked.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
    }
    var found =
        Retry.of("list-offsets", UNTIL_KNOWN)
            .executeSupplier(
                () -> answer("list the ends of " + topic.name(), admin.listOffsets(asked).all()));
    var ends = new HashMap<Integer, Long>();
    found.forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
    return ends;
  }

  private void create(Collection<Topic<?, ?>> topics) {
    var plans =
        topics.stream()
            .map(
                topic ->
                    new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
                        .configs(topic.settings()))
            .toList();
    for (var created : admin.createTopics(plans).values().entrySet()) {
      try {
        answer("create topic " + created.getKey(), created.getValue());
      } catch (TopicExistsException wanted) {
        // Somebody was faster; whether it is the topic we want is checked afterwards.
      }
    }
  }

  private Map<String, TopicDescription> describe(List<String> names) {
    return answer("describe the topics", admin.describeTopics(names).allTopicNames());
  }

  private static <T> T answer(String attempt, KafkaFuture<T> future) {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException exists) {
        throw exists;
      }
      if (e.getCause() instanceof UnknownTopicOrPartitionException unknown) {
        throw unknown;
      }
      throw new IllegalStateException("Can't " + attempt, e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("Can't " + attempt + " in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Can't " + attempt + ": interrupted", e);
    }
  }
}
