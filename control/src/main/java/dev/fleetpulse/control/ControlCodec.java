package dev.fleetpulse.control;

import dev.fleetpulse.schemas.CategoryRules;
import dev.fleetpulse.schemas.ConfluentAvro;
import dev.fleetpulse.schemas.InstanceEnrolled;
import dev.fleetpulse.schemas.KeyCreated;
import dev.fleetpulse.schemas.KeyRevoked;
import dev.fleetpulse.schemas.MaintenanceWindow;
import dev.fleetpulse.schemas.RegistryUnavailableException;
import dev.fleetpulse.schemas.ReplacedKey;
import dev.fleetpulse.schemas.Schemas;
import dev.fleetpulse.schemas.ThresholdSet;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.KnownKey;
import dev.fleetpulse.service.access.Scope;
import dev.fleetpulse.service.access.SecretHash;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Records of the control topic from and to their bytes. The key's text says of what kind a record
 * is. Where the value can't be read, what the text alone says decides, and always against access: a
 * revocation revokes whatever it holds, a key without a value is one that ended.
 *
 * <p>For one thread only.
 */
final class ControlCodec {
  /** A hundred thousand keys share a few tenants and sets of scopes; each is kept once. */
  private static final int SHARED_MAX = 10_000;

  private final String topic;
  private final ConfluentAvro<KeyCreated> created;
  private final ConfluentAvro<KeyRevoked> revoked;
  private final ConfluentAvro<ThresholdSet> thresholds;
  private final ConfluentAvro<MaintenanceWindow> windows;
  private final ConfluentAvro<CategoryRules> categories;
  private final ConfluentAvro<InstanceEnrolled> instances;
  private final Map<Object, Object> shared = new HashMap<>();

  ControlCodec(Topics topics, Schemas schemas) {
    topic = topics.control().name();
    created = Topics.createdKeys(schemas);
    revoked = Topics.revokedKeys(schemas);
    thresholds = Topics.thresholds(schemas);
    windows = Topics.maintenanceWindows(schemas);
    categories = Topics.categoryRules(schemas);
    instances = Topics.enrolledInstances(schemas);
  }

  /** Registers the schemas, so that a registry that is away shows before anything is written. */
  void register() {
    created.register();
    revoked.register();
    thresholds.register();
    windows.register();
    categories.register();
    instances.register();
  }

  byte[] write(KeyCreated key) {
    return created.serialize(topic, key);
  }

  byte[] write(ThresholdSet threshold) {
    return thresholds.serialize(topic, threshold);
  }

  byte[] write(MaintenanceWindow window) {
    return windows.serialize(topic, window);
  }

  byte[] write(KeyRevoked revocation) {
    return revoked.serialize(topic, revocation);
  }

  byte[] write(CategoryRules rules) {
    return categories.serialize(topic, rules);
  }

  byte[] write(InstanceEnrolled instance) {
    return instances.serialize(topic, instance);
  }

  /**
   * What a record says.
   *
   * @param timestampMs the record's own
   * @throws RegistryUnavailableException if that can't be told before the registry answers
   */
  ControlRecord read(String key, byte[] value, long timestampMs) {
    if (key == null) {
      return new ControlRecord.Unreadable("it has no key");
    }
    if (key.startsWith(Topics.KEY)) {
      return readKey(key.substring(Topics.KEY.length()), value, timestampMs);
    }
    if (key.startsWith(Topics.REVOCATION)) {
      return readRevocation(key.substring(Topics.REVOCATION.length()), value, timestampMs);
    }
    if (key.startsWith(Topics.THRESHOLD)) {
      return readThreshold(Thresholds.Scope.of(key.substring(Topics.THRESHOLD.length())), value);
    }
    if (key.startsWith(Topics.MAINTENANCE)) {
      return readWindow(key.substring(Topics.MAINTENANCE.length()), value);
    }
    if (key.startsWith(Topics.CATEGORIES)) {
      return readCategories(key.substring(Topics.CATEGORIES.length()), value);
    }
    if (key.startsWith(Topics.INSTANCE)) {
      return readInstance(value);
    }
    return new ControlRecord.Other();
  }

  static InstanceEnrolled record(Enrolment enrolment) {
    return InstanceEnrolled.newBuilder()
        .setTenant(enrolment.tenant())
        .setInstanceId(enrolment.instanceId())
        .setName(enrolment.name().orElse(null))
        .setApp(enrolment.app().orElse(null))
        .setHostname(enrolment.hostname().orElse(null))
        .setRole(enrolment.role().orElse(null))
        .setEnvironment(enrolment.environment().orElse(null))
        .setTags(enrolment.tags())
        .setKeyId(enrolment.keyId())
        .setEnrolledAtMs(enrolment.enrolledAt().toEpochMilli())
        .setEnrolledBy(enrolment.enrolledBy())
        .build();
  }

  private ControlRecord readInstance(byte[] value) {
    if (value == null) {
      return new ControlRecord.Unreadable("nobody takes an enrolment back");
    }
    try {
      var instance = instances.deserialize(topic, value);
      return new ControlRecord.Enrolled(
          new Enrolment(
              share(instance.getTenant()),
              instance.getInstanceId(),
              Optional.ofNullable(instance.getName()),
              share(Optional.ofNullable(instance.getApp())),
              Optional.ofNullable(instance.getHostname()),
              share(Optional.ofNullable(instance.getRole())),
              share(Optional.ofNullable(instance.getEnvironment())),
              share(Map.copyOf(instance.getTags())),
              instance.getKeyId(),
              Instant.ofEpochMilli(instance.getEnrolledAtMs()),
              share(instance.getEnrolledBy())));
    } catch (SerializationException e) {
      return new ControlRecord.Unreadable(e.getMessage());
    }
  }

  private ControlRecord readCategories(String tenant, byte[] value) {
    if (value == null) {
      return new ControlRecord.Categorised(tenant, Optional.empty());
    }
    try {
      var rules = categories.deserialize(topic, value).getRules();
      return new ControlRecord.Categorised(tenant, Optional.of(OwnCategories.parse(rules)));
    } catch (SerializationException | IllegalArgumentException e) {
      // What was valid for whoever set it may be of a later build; the rules before stay.
      return new ControlRecord.Unreadable(e.getMessage());
    }
  }

  private ControlRecord readKey(String id, byte[] value, long timestampMs) {
    if (value == null) {
      return new ControlRecord.Revoked(id, timestampMs);
    }
    try {
      var key = created.deserialize(topic, value);
      return new ControlRecord.Created(
          id,
          known(key),
          new KeyLabel(
              Optional.ofNullable(key.getName()),
              share(key.getCreatedBy()),
              Optional.ofNullable(key.getExpiresAtMs()).map(Instant::ofEpochMilli)),
          key.getCreatedAtMs(),
          Optional.ofNullable(key.getReplaces()).map(ControlCodec::replaced));
    } catch (SerializationException | IllegalArgumentException e) {
      return new ControlRecord.Unreadable(e.getMessage());
    }
  }

  private ControlRecord readRevocation(String id, byte[] value, long timestampMs) {
    try {
      var revocation = revoked.deserialize(topic, value);
      return new ControlRecord.Revoked(
          id, revocation == null ? timestampMs : revocation.getRevokedAtMs());
    } catch (SerializationException e) {
      return new ControlRecord.Revoked(id, timestampMs);
    }
  }

  /** One that can't be read changes nothing: what was set before still counts. */
  private ControlRecord readThreshold(Thresholds.Scope scope, byte[] value) {
    if (value == null) {
      return new ControlRecord.ThresholdRemoved(scope);
    }
    try {
      var set = thresholds.deserialize(topic, value);
      var downAfter = Duration.ofMillis(set.getDownAfterMs());
      if (downAfter.compareTo(Thresholds.MIN) < 0 || downAfter.compareTo(Thresholds.MAX) > 0) {
        return new ControlRecord.Unreadable(
            "the threshold of %s is not from %s to %s: %s"
                .formatted(scope, Thresholds.MIN, Thresholds.MAX, downAfter));
      }
      return new ControlRecord.ThresholdSet(
          new Thresholds.Entry(
              scope, downAfter, Instant.ofEpochMilli(set.getSetAtMs()), set.getSetBy()));
    } catch (SerializationException e) {
      return new ControlRecord.Unreadable(e.getMessage());
    }
  }

  private ControlRecord readWindow(String id, byte[] value) {
    if (value == null) {
      return new ControlRecord.WindowRemoved(id);
    }
    try {
      var window = windows.deserialize(topic, value);
      return target(window)
          .<ControlRecord>map(
              target ->
                  new ControlRecord.WindowOpened(
                      new MaintenanceWindows.Window(
                          id,
                          share(window.getTenant()),
                          target,
                          Instant.ofEpochMilli(window.getFromMs()),
                          Instant.ofEpochMilli(window.getToMs()),
                          Optional.ofNullable(window.getReason()),
                          Instant.ofEpochMilli(window.getCreatedAtMs()),
                          window.getCreatedBy())))
          .orElseGet(() -> new ControlRecord.Unreadable("the window says not whose it is"));
    } catch (SerializationException e) {
      return new ControlRecord.Unreadable(e.getMessage());
    }
  }

  private static Optional<MaintenanceWindows.Target> target(MaintenanceWindow window) {
    if (window.getInstanceId() != null) {
      return Optional.of(new MaintenanceWindows.Target.Instance(window.getInstanceId()));
    }
    if (window.getApp() != null) {
      return Optional.of(new MaintenanceWindows.Target.App(window.getApp()));
    }
    return Optional.ofNullable(window.getTag())
        .map(tag -> new MaintenanceWindows.Target.Tag(tag.getName(), tag.getValue()));
  }

  private KnownKey known(KeyCreated key) {
    var secret = new byte[key.getSecretSha256().remaining()];
    key.getSecretSha256().get(secret);
    return new KnownKey(
        share(key.getTenant()), share(scopes(key)), SecretHash.ofBytes(secret), binding(key));
  }

  private static Set<Scope> scopes(KeyCreated key) {
    var scopes = EnumSet.noneOf(Scope.class);
    for (var scope : Scope.values()) {
      if (key.getScopes().contains(scope.text())) {
        scopes.add(scope);
      }
    }
    return Set.copyOf(scopes);
  }

  private Binding binding(KeyCreated key) {
    if (key.getInstanceId() != null) {
      return new Binding.Instance(key.getInstanceId());
    }
    return share(key.getApp() == null ? new Binding.Tenant() : new Binding.App(key.getApp()));
  }

  private static ControlRecord.Replaced replaced(ReplacedKey replaced) {
    var endsAtMs = replaced.getEndsAtMs();
    return new ControlRecord.Replaced(
        replaced.getId(), endsAtMs == null ? OptionalLong.empty() : OptionalLong.of(endsAtMs));
  }

  /** The same thing as the last time something equal came. */
  @SuppressWarnings("unchecked")
  private <T> T share(T value) {
    if (shared.size() >= SHARED_MAX) {
      return (T) shared.getOrDefault(value, value);
    }
    var first = shared.putIfAbsent(value, value);
    return first == null ? value : (T) first;
  }
}
