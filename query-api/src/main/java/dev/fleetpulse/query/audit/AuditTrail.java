package dev.fleetpulse.query.audit;

import dev.fleetpulse.query.command.Commands;
import dev.fleetpulse.schemas.AuditEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Takes down what somebody is about to do. It is written before it is done, for what was done must
 * be known even where the rest then fails.
 */
public final class AuditTrail {
  private final Commands<AuditEvent> log;
  private final InstantSource clock;

  /**
   * Takes down nothing yet.
   *
   * @param log where it is written
   */
  public AuditTrail(Commands<AuditEvent> log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /** Where there is no log to write to, nothing that has to be taken down can be done. */
  public static AuditTrail none() {
    return new AuditTrail(Commands.none(), InstantSource.system());
  }

  /**
   * Takes down what is done by a key, in its own name.
   *
   * @param action what it concerns and what is done, such as {@code key.create}
   * @param subject the id of what it is done to
   * @param details no secrets
   * @throws AuditUnwrittenException if the broker did not acknowledge it
   */
  public void take(
      String tenant, String keyId, String action, String subject, Map<String, String> details) {
    take(tenant, keyId, "key " + keyId, action, subject, details);
  }

  /**
   * The same for somebody who says who they are.
   *
   * @param by in their own words
   */
  public void take(
      String tenant,
      String keyId,
      String by,
      String action,
      String subject,
      Map<String, String> details) {
    var told = new TreeMap<>(details);
    told.put("key", keyId);
    var event =
        AuditEvent.newBuilder()
            .setTenant(tenant)
            .setEventId(UUID.randomUUID().toString())
            .setAtMs(clock.millis())
            .setAction(action)
            .setSubject(subject)
            .setBy(by)
            .setDetails(told)
            .build();
    if (log.append(List.of(event)) instanceof Commands.Outcome.Unavailable(var reason)) {
      throw new AuditUnwrittenException(reason);
    }
  }
}
