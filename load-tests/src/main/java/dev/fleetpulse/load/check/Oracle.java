package dev.fleetpulse.load.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.load.recording.Event;
import dev.fleetpulse.load.recording.Recording;
import dev.fleetpulse.load.recording.Shift;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the fleet's figures must be after a set of requests: plain sorting and adding over all of
 * them at once, sharing nothing with the topologies it judges.
 *
 * <p>Where two heartbeats of an instance have the same timestamp but not the same content, which
 * one counts is decided by a hash that is ingest's own; the oracle then says that it can't tell.
 */
final class Oracle {
  private final Map<String, SortedMap<Long, Sample>> heartbeats = new HashMap<>();
  private final Set<List<String>> errors = new HashSet<>();
  private final LongSummaryStatistics timestamps = new LongSummaryStatistics();

  /** Adds up a whole recording. */
  static Oracle of(Recording recording, Shift shift) {
    var oracle = new Oracle();
    try (var events = recording.open()) {
      while (events.hasNext()) {
        var event = events.next();
        oracle.add(event.kind(), shift.bodyOf(event));
      }
    }
    return oracle;
  }

  void add(Event.Kind kind, ObjectNode body) {
    timestamps.accept(body.path("timestamp").asLong());
    switch (kind) {
      case HEARTBEAT -> addHeartbeat(body);
      case ERROR -> errors.add(identity(body));
    }
  }

  Instant first() {
    return Instant.ofEpochMilli(timestamps.getMin());
  }

  Instant last() {
    return Instant.ofEpochMilli(timestamps.getMax());
  }

  /** The instances that sent heartbeats. */
  Set<String> servers() {
    return Set.copyOf(heartbeats.keySet());
  }

  Figures figures() {
    return new Figures(
        heartbeats.values().stream().mapToLong(Map::size).sum(),
        rise(Sample::tokens).longValueExact(),
        rise(Sample::cost),
        rise(Sample::calls).longValueExact(),
        errors.size());
  }

  private void addHeartbeat(ObjectNode body) {
    var instance = body.path("instanceId").asText();
    var sample = Sample.of(body);
    var before =
        heartbeats
            .computeIfAbsent(instance, _ -> new TreeMap<>())
            .putIfAbsent(sample.timestamp(), sample);
    if (before != null && !before.equals(sample)) {
      throw new AmbiguousRecordingException(instance, sample.timestamp());
    }
  }

  private static List<String> identity(JsonNode error) {
    var instance = error.path("instanceId").asText();
    return error.hasNonNull("errorId")
        ? List.of(instance, error.path("errorId").asText())
        : List.of(
            instance,
            error.path("timestamp").asText(),
            error.path("message").asText(),
            error.path("stack").asText());
  }

  private BigDecimal rise(Function<Sample, Optional<BigDecimal>> counter) {
    return heartbeats.values().stream()
        .map(samples -> rise(samples.values(), counter))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /**
   * How much a counter rose over an instance's samples, oldest first. Each is compared with the one
   * before of the same process, a process's first one with the one before of any process; a fall is
   * a counter that started again from zero, and the first value of all counts nothing.
   */
  private static BigDecimal rise(
      Collection<Sample> samples, Function<Sample, Optional<BigDecimal>> counter) {
    var total = BigDecimal.ZERO;
    var processes = new HashSet<String>();
    var lastOfProcess = new HashMap<String, BigDecimal>();
    BigDecimal last = null;
    for (var sample : samples) {
      var isNewProcess = processes.add(sample.process());
      if (counter.apply(sample).isEmpty()) {
        continue;
      }
      var value = counter.apply(sample).get();
      var before = isNewProcess ? last : lastOfProcess.getOrDefault(sample.process(), last);
      if (before != null) {
        total = total.add(value.compareTo(before) >= 0 ? value.subtract(before) : value);
      }
      lastOfProcess.put(sample.process(), value);
      last = value;
    }
    return total;
  }
}
