package dev.fleetpulse.streams.topology.ledger;

import dev.fleetpulse.schemas.LedgerFact;
import dev.fleetpulse.schemas.VerdictHour;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * What is known of one tenant's hour in one partition: what we counted in the log ourselves, and
 * what its room says of it. All of it only grows.
 *
 * @param next offset behind the last record counted
 */
record LogCount(long appended, long next, long unique, long duplicate, long tooLate, long sampled) {
  static final int BYTES = 6 * Long.BYTES;
  static final LogCount NONE = new LogCount(0, 0, 0, 0, 0, 0);

  static Serde<LogCount> serde() {
    return Serdes.serdeFrom(
        (topic, count) -> count == null ? null : count.bytes(),
        (topic, bytes) -> bytes == null ? null : of(ByteBuffer.wrap(bytes)));
  }

  LogCount withRecordAt(long offset) {
    return new LogCount(appended + 1, offset + 1, unique, duplicate, tooLate, sampled);
  }

  LogCount with(VerdictHour told) {
    return new LogCount(
        appended,
        next,
        Math.max(unique, told.getUnique()),
        Math.max(duplicate, told.getDuplicate()),
        Math.max(tooLate, told.getTooLate()),
        Math.max(sampled, told.getSampled()));
  }

  static LogCount of(LedgerFact counted) {
    return new LogCount(
        counted.getAppended(),
        0,
        counted.getUnique(),
        counted.getDuplicate(),
        counted.getTooLate(),
        counted.getSampled());
  }

  /** What both know. */
  LogCount or(LogCount other) {
    return new LogCount(
        Math.max(appended, other.appended),
        Math.max(next, other.next),
        Math.max(unique, other.unique),
        Math.max(duplicate, other.duplicate),
        Math.max(tooLate, other.tooLate),
        Math.max(sampled, other.sampled));
  }

  LogCount plus(LogCount other) {
    return new LogCount(
        appended + other.appended,
        Math.max(next, other.next),
        unique + other.unique,
        duplicate + other.duplicate,
        tooLate + other.tooLate,
        sampled + other.sampled);
  }

  byte[] bytes() {
    return ByteBuffer.allocate(BYTES)
        .putLong(appended)
        .putLong(next)
        .putLong(unique)
        .putLong(duplicate)
        .putLong(tooLate)
        .putLong(sampled)
        .array();
  }

  static LogCount of(ByteBuffer bytes) {
    return new LogCount(
        bytes.getLong(),
        bytes.getLong(),
        bytes.getLong(),
        bytes.getLong(),
        bytes.getLong(),
        bytes.getLong());
  }
}
