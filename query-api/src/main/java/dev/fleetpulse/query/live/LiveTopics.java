package dev.fleetpulse.query.live;

import dev.fleetpulse.query.fleet.Fleet;
import dev.fleetpulse.query.fleet.Instance;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.InstanceState;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.Topics;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Which topics are read, and what each of their records has to tell. One thread uses it. */
final class LiveTopics {
  private final InstantSource clock;
  private final Consumer<LiveEvent> told;
  private final Fleet fleet;
  private final InstanceEvents instances;
  private final Map<String, Reading> readings = new HashMap<>();
  private final Set<Topic<?, ?>> whole = new LinkedHashSet<>();
  private final Set<Topic<?, ?>> fromNow = new LinkedHashSet<>();
  private SortedSet<Integer> standing = new TreeSet<>();

  /** Makes something of a record. */
  @FunctionalInterface
  private interface Reading {
    void read(ConsumerRecord<byte[], byte[]> message, boolean isNews);
  }

  @FunctionalInterface
  private interface Taking<K, V> {
    void take(K key, V value, boolean isNews);
  }

  /**
   * Reads nothing yet.
   *
   * @param told what there is to tell, in the order of the log's partitions
   */
  LiveTopics(
      Topics topics, Fleet fleet, InstantSource clock, Consumer<LiveEvent> told, Tickets tickets) {
    this.clock = clock;
    this.told = told;
    this.fleet = fleet;
    this.instances = new InstanceEvents(fleet);
    whole.add(Tickets.TOPIC);
    readings.put(Tickets.TOPIC.name(), (message, _) -> tickets.apply(message));
    add(
        whole,
        topics.partitionClocks(),
        (_, value, _) -> Optional.ofNullable(value).ifPresent(fleet.clocks()::apply));
    add(whole, topics.instanceState(), this::state);
    tell(topics.statusChanges(), change -> Optional.of(instances.changed(change, clock.instant())));
    tell(topics.repairs(), repair -> Optional.of(instances.repaired(repair)));
    tell(topics.alerts(), alert -> Optional.of(TroubleEvents.alert(alert)));
    tell(topics.errorGroups(), group -> Optional.of(TroubleEvents.group(group)));
    tell(topics.errorCounts(), count -> Optional.of(TroubleEvents.hour(count)));
    tell(topics.alertEvents(), TroubleEvents::news);
    tell(topics.patterns(), pattern -> Optional.of(TroubleEvents.pattern(pattern)));
  }

  /** The topics of which everything has to be known. */
  Set<Topic<?, ?>> whole() {
    return whole;
  }

  /** The topics of which only what comes from now on is told. */
  Set<Topic<?, ?>> fromNow() {
    return fromNow;
  }

  /**
   * Takes a record.
   *
   * @param isNews false for what was there before this process began
   * @throws org.apache.kafka.common.errors.SerializationException if it can't be read, ever
   * @throws dev.fleetpulse.schemas.RegistryUnavailableException if it can't be read now
   */
  void read(ConsumerRecord<byte[], byte[]> message, boolean isNews) {
    readings.get(message.topic()).read(message, isNews);
  }

  /** Looks at the clocks, and tells where that has changed what can be said. */
  void judgeClocks() {
    var now = clock.instant();
    var standingNow = fleet.clocks().standing(now);
    if (!standingNow.equals(standing)) {
      standing = standingNow;
      told.accept(instances.platform(standingNow, now));
    }
  }

  private void state(InstanceKey key, InstanceState state, boolean isNews) {
    if (state == null) {
      var known = fleet.forget(key);
      if (isNews) {
        known.ifPresent(gone -> told.accept(instances.forgotten(key, gone)));
      }
      return;
    }
    var before = fleet.apply(key, state);
    if (!isNews) {
      return;
    }
    instances.heardAgain(before, key, state).ifPresent(told);
    if (before.isEmpty() || isHeardOf(before.get(), state)) {
      instances.heartbeat(key, state).ifPresent(told);
    }
  }

  /** Two heartbeats that came in one batch of the log were appended at the same time. */
  private static boolean isHeardOf(Instance before, InstanceState state) {
    var heartbeat = state.getLastHeartbeat();
    return before.lastContactMs() < state.getLastContactMs()
        || (heartbeat != null && before.heartbeatMs() < heartbeat.getTimestampMs());
  }

  private <K, V> void tell(Topic<K, V> topic, Function<V, Optional<LiveEvent>> events) {
    add(
        fromNow,
        topic,
        (_, value, isNews) -> {
          if (value != null && isNews) {
            events.apply(value).ifPresent(told);
          }
        });
  }

  private <K, V> void add(Set<Topic<?, ?>> topics, Topic<K, V> topic, Taking<K, V> taking) {
    topics.add(topic);
    var keys = topic.keys().deserializer();
    var values = topic.values().deserializer();
    readings.put(
        topic.name(),
        (message, isNews) ->
            taking.take(
                keys.deserialize(message.topic(), message.key()),
                values.deserialize(message.topic(), message.value()),
                isNews));
  }
}
