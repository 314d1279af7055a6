package dev.fleetpulse.schemas;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Every topic of Fleetpulse, in the order in which the data meets them.
 *
 * @param heartbeats what instances send, with ingest's ticks in between (null value, header {@link
 *     #TICK}); its append times are the clock of everything that follows
 * @param errors what instances report when something breaks
 * @param refusals how much each start of an ingest process has refused, per tenant, hour and reason
 * @param usageHourly absolute usage per instance and hour
 * @param repairs each automatic repair once
 * @param instanceState the latest state of each instance
 * @param statusChanges one record per change of an instance's status
 * @param uptimeHourly how long each instance was in each status in each hour
 * @param partitionClocks how far the log's time has come in each partition of the heartbeats, and
 *     since when it runs without an outage of ours, by the partition's number
 * @param errorOccurrences each distinct error with its group
 * @param errorGroups the absolute figures of each group
 * @param errorCounts absolute occurrences per group and hour
 * @param errorCommands what people decided about groups, the latest of each; written by query-api
 *     alone. Keys and partitions are those of a group's occurrences, so that both meet
 * @param patterns the same trouble in several apps
 * @param alertEvents what raises and ends alerts and what people say about them, in one order per
 *     alert; kept as long as an alert may stay open unseen
 * @param alerts each episode of each alert as it stands
 * @param verdicts what the rooms that decide have made of each record, as figures; each partition
 *     tells of the same partition of their logs
 * @param ledgerFacts what the ledger's hours are made of
 * @param ledgerHourly how the books of each tenant, log and hour stand
 * @param control what operators decided, the source of truth for keys; one partition, so that one
 *     offset says how much of it a process knows. Keys are a kind and an id ({@link #KEY}, {@link
 *     #REVOCATION}, {@link #THRESHOLD}), and the kind says what the value is
 * @param keyUsage when each key was last used, by the key's id
 * @param audit who did what that not everybody may do, before it is done
 * @param probes nothing, written by ingest processes that may not tick to learn whether the broker
 *     takes records; nobody reads it
 * @param deadLetters records nobody could read or process, as they came, with their coordinates in
 *     the headers
 */
public record Topics(
    Topic<InstanceKey, Heartbeat> heartbeats,
    Topic<InstanceKey, ErrorReport> errors,
    Topic<RefusalKey, RefusalCount> refusals,
    Topic<InstanceHourKey, UsageHour> usageHourly,
    Topic<RepairKey, Repair> repairs,
    Topic<InstanceKey, InstanceState> instanceState,
    Topic<InstanceKey, StatusChange> statusChanges,
    Topic<InstanceHourKey, UptimeHour> uptimeHourly,
    Topic<String, PartitionClock> partitionClocks,
    Topic<GroupKey, ErrorOccurrence> errorOccurrences,
    Topic<GroupKey, ErrorGroup> errorGroups,
    Topic<GroupHourKey, ErrorCount> errorCounts,
    Topic<GroupKey, ErrorCommand> errorCommands,
    Topic<PatternKey, Pattern> patterns,
    Topic<AlertKey, AlertEvent> alertEvents,
    Topic<EpisodeKey, Alert> alerts,
    Topic<String, VerdictCounts> verdicts,
    Topic<LedgerKey, LedgerFact> ledgerFacts,
    Topic<LedgerKey, LedgerHour> ledgerHourly,
    Topic<String, byte[]> control,
    Topic<String, KeyUse> keyUsage,
    Topic<String, AuditEvent> audit,
    Topic<byte[], byte[]> probes,
    Topic<byte[], byte[]> deadLetters) {

  /** Header that marks a record of {@link #heartbeats} as a tick; its value is a {@link Tick}. */
  public static final String TICK = "tick";

  /** Header that marks a heartbeat which came among others in one request; its value is empty. */
  public static final String BATCH = "batch";

  /**
   * Header that marks a record of {@link #heartbeats} without a value as the end of its key's
   * instance: every room forgets it. Its value is empty.
   */
  public static final String RETIRE = "retire";

  /**
   * Header of a record of {@link #instanceState} without a value: the revision as of which the
   * instance is forgotten, eight bytes, big endian.
   */
  public static final String REVISION = "revision";

  /** In front of a key's id, on {@link #control}: the value is a {@link KeyCreated}. */
  public static final String KEY = "key/";

  /** In front of a key's id, on {@link #control}: the value is a {@link KeyRevoked}. */
  public static final String REVOCATION = "revocation/";

  /**
   * In front of a tenant, or a tenant and an app with a slash between, on {@link #control}: the
   * value is a {@link ThresholdSet}, and none takes it back.
   */
  public static final String THRESHOLD = "threshold/";

  /**
   * In front of a window's id, on {@link #control}: the value is a {@link MaintenanceWindow}, and
   * none takes it back.
   */
  public static final String MAINTENANCE = "maintenance/";

  /** In front of a tenant, on {@link #control}: the value is {@link CategoryRules}, or nothing. */
  public static final String CATEGORIES = "categories/";

  /**
   * In front of a tenant and an instance's id with a slash between, on {@link #control}: the value
   * is an {@link InstanceEnrolled}.
   */
  public static final String INSTANCE = "instance/";

  private static final int PARTITIONS = 6;
  private static final Duration RAW = Duration.ofDays(7);

  /** As long as a late report may be old: these figures are all that is left of what they count. */
  private static final Duration REFUSED = Duration.ofDays(30);

  private static final Duration ALERTED = Duration.ofDays(30);
  private static final Duration PROBED = Duration.ofHours(1);
  private static final Duration DEAD = Duration.ofDays(30);

  /** The topics, with values whose schemas are kept in the given place. */
  public static Topics with(Schemas schemas) {
    return new Topics(
        topic("fleet.heartbeats", appendTime(RAW), InstanceKey.SERDE, Heartbeat.class, schemas),
        topic("fleet.errors", appendTime(RAW), InstanceKey.SERDE, ErrorReport.class, schemas),
        topic(
            "fleet.refusals", latestWithin(REFUSED), RefusalKey.SERDE, RefusalCount.class, schemas),
        topic("fleet.usage-hourly", kept(RAW), InstanceHourKey.SERDE, UsageHour.class, schemas),
        topic("fleet.repairs", kept(RAW), RepairKey.SERDE, Repair.class, schemas),
        topic("fleet.instance-state", latest(), InstanceKey.SERDE, InstanceState.class, schemas),
        topic("fleet.status-changes", kept(RAW), InstanceKey.SERDE, StatusChange.class, schemas),
        topic("fleet.uptime-hourly", kept(RAW), InstanceHourKey.SERDE, UptimeHour.class, schemas),
        new Topic<>(
            "fleet.partition-clocks",
            1,
            latest(),
            Serdes.String(),
            values("fleet.partition-clocks-value", PartitionClock.class, schemas)),
        topic("fleet.error-occurrences", kept(RAW), GroupKey.SERDE, ErrorOccurrence.class, schemas),
        topic("fleet.error-groups", latest(), GroupKey.SERDE, ErrorGroup.class, schemas),
        topic("fleet.error-counts", kept(RAW), GroupHourKey.SERDE, ErrorCount.class, schemas),
        topic(
            "fleet.error-commands", latestAppended(), GroupKey.SERDE, ErrorCommand.class, schemas),
        topic("fleet.patterns", latest(), PatternKey.SERDE, Pattern.class, schemas),
        topic("fleet.alert-events", kept(ALERTED), AlertKey.SERDE, AlertEvent.class, schemas),
        topic("fleet.alerts", latest(), EpisodeKey.SERDE, Alert.class, schemas),
        topic("fleet.verdicts", kept(RAW), Serdes.String(), VerdictCounts.class, schemas),
        topic("fleet.ledger-facts", kept(RAW), LedgerKey.SERDE, LedgerFact.class, schemas),
        topic("fleet.ledger-hourly", kept(RAW), LedgerKey.SERDE, LedgerHour.class, schemas),
        new Topic<>("fleet.control", 1, latest(), Serdes.String(), Serdes.ByteArray()),
        new Topic<>(
            "fleet.key-usage",
            1,
            latest(),
            Serdes.String(),
            values("fleet.key-usage-value", KeyUse.class, schemas)),
        topic("fleet.audit", kept(ALERTED), Serdes.String(), AuditEvent.class, schemas),
        new Topic<>("fleet.probes", 1, kept(PROBED), Serdes.ByteArray(), Serdes.ByteArray()),
        new Topic<>("fleet.dead-letters", 1, kept(DEAD), Serdes.ByteArray(), Serdes.ByteArray()));
  }

  /** The codec of the {@link #TICK} header. */
  public static ConfluentAvro<Tick> ticks(Schemas schemas) {
    return new ConfluentAvro<>("fleet.heartbeats-tick", Tick.class, schemas);
  }

  /** The codec of the values under {@link #KEY}. */
  public static ConfluentAvro<KeyCreated> createdKeys(Schemas schemas) {
    return new ConfluentAvro<>("fleet.control-key", KeyCreated.class, schemas);
  }

  /** The codec of the values under {@link #REVOCATION}. */
  public static ConfluentAvro<KeyRevoked> revokedKeys(Schemas schemas) {
    return new ConfluentAvro<>("fleet.control-revocation", KeyRevoked.class, schemas);
  }

  /** The codec of the values under {@link #THRESHOLD}. */
  public static ConfluentAvro<ThresholdSet> thresholds(Schemas schemas) {
    return new ConfluentAvro<>("fleet.control-threshold", ThresholdSet.class, schemas);
  }

  /** The codec of the values under {@link #MAINTENANCE}. */
  public static ConfluentAvro<MaintenanceWindow> maintenanceWindows(Schemas schemas) {
    return new ConfluentAvro<>("fleet.control-maintenance", MaintenanceWindow.class, schemas);
  }

  /** The codec of the values under {@link #CATEGORIES}. */
  public static ConfluentAvro<CategoryRules> categoryRules(Schemas schemas) {
    return new ConfluentAvro<>("fleet.control-categories", CategoryRules.class, schemas);
  }

  /** The codec of the values under {@link #INSTANCE}. */
  public static ConfluentAvro<InstanceEnrolled> enrolledInstances(Schemas schemas) {
    return new ConfluentAvro<>("fleet.control-instance", InstanceEnrolled.class, schemas);
  }

  /** All of them, for creating and checking. */
  public List<Topic<?, ?>> all() {
    return List.of(
        heartbeats,
        errors,
        refusals,
        usageHourly,
        repairs,
        instanceState,
        statusChanges,
        uptimeHourly,
        partitionClocks,
        errorOccurrences,
        errorGroups,
        errorCounts,
        errorCommands,
        patterns,
        alertEvents,
        alerts,
        verdicts,
        ledgerFacts,
        ledgerHourly,
        control,
        keyUsage,
        audit,
        probes,
        deadLetters);
  }

  private static <K, V extends SpecificRecord> Topic<K, V> topic(
      String name, Map<String, String> settings, Serde<K> keys, Class<V> type, Schemas schemas) {
    return new Topic<>(name, PARTITIONS, settings, keys, values(name + "-value", type, schemas));
  }

  private static <V extends SpecificRecord> Serde<V> values(
      String subject, Class<V> type, Schemas schemas) {
    var codec = new ConfluentAvro<>(subject, type, schemas);
    return Serdes.serdeFrom(codec, codec);
  }

  private static Map<String, String> kept(Duration retention) {
    return Map.of("cleanup.policy", "delete", "retention.ms", Long.toString(retention.toMillis()));
  }

  private static Map<String, String> appendTime(Duration retention) {
    var settings = new HashMap<>(kept(retention));
    settings.put("message.timestamp.type", "LogAppendTime");
    return settings;
  }

  private static Map<String, String> latest() {
    return Map.of("cleanup.policy", "compact");
  }

  private static Map<String, String> latestAppended() {
    return Map.of("cleanup.policy", "compact", "message.timestamp.type", "LogAppendTime");
  }

  private static Map<String, String> latestWithin(Duration retention) {
    return Map.of(
        "cleanup.policy", "compact,delete", "retention.ms", Long.toString(retention.toMillis()));
  }
}
