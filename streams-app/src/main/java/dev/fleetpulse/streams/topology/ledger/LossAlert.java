package dev.fleetpulse.streams.topology.ledger;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.LedgerHour;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What the ledger has to say to those who are on call: an hour does not balance, or does again. */
final class LossAlert {
  private static final String TYPE = "platform.loss";
  private static final int LOST_BY_MAX = 20;

  private LossAlert() {}

  /**
   * An hour does not balance.
   *
   * @param number how often that was so before, which makes the event's id the same at a replay
   */
  static AlertEvent raised(LedgerHour row, int number, long atMs) {
    return event(row, "raised", number, atMs)
        .setSeverity("critical")
        .setMessage(
            "%s of %s: %s"
                .formatted(row.getLog(), Instant.ofEpochMilli(row.getHourMs()), row.getReason()))
        .setEvidence(evidence(row))
        .build();
  }

  /** It does again. */
  static AlertEvent cleared(LedgerHour row, int number, long atMs) {
    return event(row, "cleared", number, atMs)
        .setMessage(
            "%s of %s balances".formatted(row.getLog(), Instant.ofEpochMilli(row.getHourMs())))
        .setEvidence(evidence(row))
        .build();
  }

  private static AlertEvent.Builder event(LedgerHour row, String kind, int number, long atMs) {
    return AlertEvent.newBuilder()
        .setTenant(row.getTenant())
        .setAlertKey(
            "%s/%s/%s".formatted(TYPE, row.getLog(), Instant.ofEpochMilli(row.getHourMs())))
        .setEventId(kind + "-" + number)
        .setKind(kind)
        .setAtMs(atMs)
        .setType(TYPE);
  }

  private static Map<String, String> evidence(LedgerHour row) {
    var evidence = new TreeMap<String, String>();
    evidence.put("hour", Instant.ofEpochMilli(row.getHourMs()).toString());
    evidence.put("log", row.getLog());
    evidence.put("appended", Long.toString(row.getAppended()));
    evidence.put("unique", Long.toString(row.getUnique()));
    evidence.put("duplicate", Long.toString(row.getDuplicate()));
    evidence.put("tooLate", Long.toString(row.getTooLate()));
    evidence.put("unreadable", Long.toString(row.getUnreadable()));
    evidence.put("sampled", Long.toString(row.getSampled()));
    evidence.put("difference", Long.toString(row.getDifference()));
    evidence.put("lost", Long.toString(row.getLost()));
    row.getLostBy().entrySet().stream()
        .limit(LOST_BY_MAX)
        .forEach(one -> evidence.put("lost:" + one.getKey(), Long.toString(one.getValue())));
    row.getStores()
        .forEach(
            (store, stored) -> {
              evidence.put(store + ":rows", String.valueOf(stored.getRows()));
              evidence.put(store + ":deadLetters", Long.toString(stored.getDeadLetters()));
              evidence.put(store + ":difference", String.valueOf(stored.getDifference()));
            });
    return evidence;
  }
}
