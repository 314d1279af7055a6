package dev.fleetpulse.control;

import dev.fleetpulse.schemas.Schemas;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.Topics;
import java.util.UUID;

/** The topics with a control topic of one test's own, so that nobody meets another's keys. */
final class OwnTopics {
  private OwnTopics() {}

  static Topics with(Schemas schemas) {
    var topics = Topics.with(schemas);
    var suffix = "-" + UUID.randomUUID();
    return new Topics(
        topics.heartbeats(),
        topics.errors(),
        topics.refusals(),
        topics.usageHourly(),
        topics.repairs(),
        topics.instanceState(),
        topics.statusChanges(),
        topics.uptimeHourly(),
        topics.partitionClocks(),
        topics.errorOccurrences(),
        topics.errorGroups(),
        topics.errorCounts(),
        topics.errorCommands(),
        topics.patterns(),
        topics.alertEvents(),
        topics.alerts(),
        topics.verdicts(),
        topics.ledgerFacts(),
        topics.ledgerHourly(),
        renamed(topics.control(), suffix),
        renamed(topics.keyUsage(), suffix),
        renamed(topics.audit(), suffix),
        topics.probes(),
        topics.deadLetters());
  }

  private static <K, V> Topic<K, V> renamed(Topic<K, V> topic, String suffix) {
    return new Topic<>(
        topic.name() + suffix, topic.partitions(), topic.settings(), topic.keys(), topic.values());
  }
}
