package dev.fleetpulse.control;

import dev.fleetpulse.schemas.CategoryRules;
import dev.fleetpulse.schemas.InstanceTag;
import dev.fleetpulse.schemas.KeyRevoked;
import dev.fleetpulse.schemas.MaintenanceWindow;
import dev.fleetpulse.schemas.ReplacedKey;
import dev.fleetpulse.schemas.Schemas;
import dev.fleetpulse.schemas.ThresholdSet;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.NewKey;
import dev.fleetpulse.service.access.Scope;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Writes what was decided into the control topic. Whatever returns is in force: at once where a key
 * is new, within two seconds where one was revoked.
 */
public final class ControlWriter implements AutoCloseable {
  private static final Duration DELIVERY_MAX = Duration.ofSeconds(10);
  private static final Duration REQUEST_MAX = Duration.ofSeconds(5);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);
  private static final int AT_ONCE_MAX = 1_000;

  private final String kafka;
  private final Topics topics;
  private final ControlCodec codec;
  private final InstantSource clock;
  private final String author;
  private final SecureRandom random = new SecureRandom();
  private Producer<String, byte[]> producer;

  /**
   * Writes nothing yet, see {@link #start}.
   *
   * @param kafka bootstrap servers
   * @param author who decides, for people who read it later
   */
  public ControlWriter(
      String kafka, Topics topics, Schemas schemas, InstantSource clock, String author) {
    this.kafka = kafka;
    this.topics = topics;
    this.codec = new ControlCodec(topics, schemas);
    this.clock = clock;
    this.author = author;
  }

  /** Registers the schemas and connects. */
  public void start() {
    codec.register();
    producer =
        new KafkaProducer<>(
            settings(),
            topics.control().keys().serializer(),
            topics.control().values().serializer());
  }

  /**
   * Makes a key.
   *
   * @throws ControlUnwrittenException if the broker did not acknowledge it
   */
  public NewKey create(KeyOrder order) {
    return create(makeUp(), order, Optional.empty(), author);
  }

  /** A key that nobody knows of yet. */
  public NewKey makeUp() {
    return NewKey.random(random);
  }

  /**
   * Makes a key that was made up before, for somebody who is told of.
   *
   * @param by who decides, for people
   * @throws ControlUnwrittenException if the broker did not acknowledge it
   */
  public NewKey create(NewKey made, KeyOrder order, String by) {
    return create(made, order, Optional.empty(), by);
  }

  /**
   * Makes a key for each order, in the same order, and waits for many at a time.
   *
   * @throws ControlUnwrittenException if the broker did not acknowledge all of them; others may be
   *     in force
   */
  public synchronized List<NewKey> createAll(List<KeyOrder> orders) {
    var made = new ArrayList<NewKey>(orders.size());
    for (var from = 0; from < orders.size(); from += AT_ONCE_MAX) {
      var writing = new ArrayList<Writing>();
      for (var order : orders.subList(from, Math.min(orders.size(), from + AT_ONCE_MAX))) {
        var key = NewKey.random(random);
        writing.add(begin(key, order, Optional.empty(), author));
        made.add(key);
      }
      writing.forEach(Writing::await);
    }
    return made;
  }

  /**
   * Makes a second key with the rights of one that is there.
   *
   * @param endsAt from when on the old one is no longer valid; nothing leaves it valid until it is
   *     revoked
   * @throws ControlUnwrittenException if the broker did not acknowledge it
   */
  public NewKey rotate(KeyRing.Entry old, Optional<Instant> endsAt) {
    return rotate(makeUp(), old, endsAt, author);
  }

  /** The same with a key that was made up before, for somebody who is told of. */
  public NewKey rotate(NewKey made, KeyRing.Entry old, Optional<Instant> endsAt, String by) {
    var replaced = new ReplacedKey(old.id(), endsAt.map(Instant::toEpochMilli).orElse(null));
    return create(made, KeyOrder.like(old), Optional.of(replaced), by);
  }

  /**
   * Registers an instance, and makes a key that may send for it alone.
   *
   * @param made a key that was made up before
   * @param facts what is said of it; whose key it gets, when and by whom is said here
   * @throws ControlUnwrittenException if the broker did not acknowledge both; there may be a key
   *     then whose secret nobody knows
   */
  public synchronized Enrolment enrol(NewKey made, InstanceFacts facts, String by) {
    var enrolment = facts.enrolled(made.key().id(), clock.instant(), by);
    var order =
        new KeyOrder(
            facts.tenant(),
            Set.of(Scope.INGEST),
            new Binding.Instance(facts.instanceId()),
            facts.name(),
            Optional.empty());
    // In this order, for an instance without a valid key may be registered again.
    var instance =
        write(
            Topics.INSTANCE + facts.tenant() + "/" + facts.instanceId(),
            codec.write(ControlCodec.record(enrolment)));
    var key = begin(made, order, Optional.empty(), by);
    instance.await();
    key.await();
    return enrolment;
  }

  /**
   * Ends a key for good.
   *
   * @throws ControlUnwrittenException if the broker did not acknowledge it
   */
  public void revoke(String id) {
    revoke(id, author);
  }

  /** The same for somebody who is told of. */
  public synchronized void revoke(String id, String by) {
    write(Topics.REVOCATION + id, codec.write(new KeyRevoked(clock.millis(), by))).await();
  }

  /**
   * Sets after how much silence instances count as down. It is stamped into heartbeats within
   * seconds, and counts for an instance from its next one on.
   *
   * @throws IllegalArgumentException if it is not within {@link Thresholds#MIN} and {@link
   *     Thresholds#MAX}
   * @throws ControlUnwrittenException if the broker did not acknowledge it
   */
  public synchronized void set(Thresholds.Scope scope, Duration downAfter) {
    if (downAfter.compareTo(Thresholds.MIN) < 0 || downAfter.compareTo(Thresholds.MAX) > 0) {
      throw new IllegalArgumentException(
          "A threshold must be from %s to %s: %s"
              .formatted(Thresholds.MIN, Thresholds.MAX, downAfter));
    }
    var set = new ThresholdSet(downAfter.toMillis(), clock.millis(), author);
    write(Topics.THRESHOLD + scope, codec.write(set)).await();
  }

  /**
   * Opens a maintenance window, or replaces the one of its id.
   *
   * @throws ControlUnwrittenException if the broker did not acknowledge it
   */
  public synchronized void open(MaintenanceWindows.Window window) {
    var record =
        MaintenanceWindow.newBuilder()
            .setTenant(window.tenant())
            .setFromMs(window.from().toEpochMilli())
            .setToMs(window.to().toEpochMilli())
            .setReason(window.reason().orElse(null))
            .setCreatedAtMs(window.createdAt().toEpochMilli())
            .setCreatedBy(window.createdBy());
    switch (window.target()) {
      case MaintenanceWindows.Target.Instance(var instanceId) -> record.setInstanceId(instanceId);
      case MaintenanceWindows.Target.App(var app) -> record.setApp(app);
      case MaintenanceWindows.Target.Tag(var name, var value) ->
          record.setTag(new InstanceTag(name, value));
    }
    write(Topics.MAINTENANCE + window.id(), codec.write(record.build())).await();
  }

  /**
   * Takes a maintenance window back, as if it had never been.
   *
   * @throws ControlUnwrittenException if the broker did not acknowledge it
   */
  public synchronized void removeWindow(String id) {
    write(Topics.MAINTENANCE + id, null).await();
  }

  /**
   * Takes a threshold back.
   *
   * @throws ControlUnwrittenException if the broker did not acknowledge it
   */
  public synchronized void remove(Thresholds.Scope scope) {
    write(Topics.THRESHOLD + scope, null).await();
  }

  /**
   * Sets a tenant's own rules for categories, in place of those before.
   *
   * @throws ControlUnwrittenException if the broker did not acknowledge it
   */
  public synchronized void setCategories(String tenant, OwnCategories rules) {
    write(
            Topics.CATEGORIES + tenant,
            codec.write(new CategoryRules(tenant, rules.text(), clock.millis(), author)))
        .await();
  }

  /**
   * Takes a tenant's own rules for categories away.
   *
   * @throws ControlUnwrittenException if the broker did not acknowledge it
   */
  public synchronized void removeCategories(String tenant) {
    write(Topics.CATEGORIES + tenant, null).await();
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(CLOSE_MAX);
    }
  }

  /** Among a hundred thousand keys, one id in two billion is taken; nobody looks whether it is. */
  private synchronized NewKey create(
      NewKey made, KeyOrder order, Optional<ReplacedKey> replaced, String by) {
    begin(made, order, replaced, by).await();
    return made;
  }

  private Writing begin(NewKey made, KeyOrder order, Optional<ReplacedKey> replaced, String by) {
    var created = order.filledBy(made.key(), clock.instant(), by, replaced);
    return write(Topics.KEY + made.key().id(), codec.write(created));
  }

  private Writing write(String key, byte[] value) {
    try {
      return new Writing(
          key, producer.send(new ProducerRecord<>(topics.control().name(), key, value)));
    } catch (KafkaException e) {
      throw new ControlUnwrittenException(key, e);
    }
  }

  /** A record on its way. */
  private record Writing(String key, Future<?> acknowledgement) {
    void await() {
      try {
        acknowledgement.get();
      } catch (ExecutionException e) {
        throw new ControlUnwrittenException(key, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ControlUnwrittenException(key, e);
      }
    }
  }

  private Map<String, Object> settings() {
    return Map.ofEntries(
        Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
        Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
        Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
        Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_MAX.toMillis()),
        Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_MAX.toMillis()),
        Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_MAX.toMillis()));
  }
}
