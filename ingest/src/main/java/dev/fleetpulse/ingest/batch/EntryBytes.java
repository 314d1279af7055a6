package dev.fleetpulse.ingest.batch;

import java.io.ByteArrayOutputStream;

/** The bytes of one entry as they come; beyond the limit they are only counted as too many. */
final class EntryBytes {
  static final int BYTES_MAX = 512 * 1024;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
  private boolean tooLong;

  void add(int next) {
    if (bytes.size() < BYTES_MAX) {
      bytes.write(next);
    } else {
      tooLong = true;
    }
  }

  Entries.Next complete() {
    return tooLong ? new Entries.Next.TooLong() : new Entries.Next.Entry(this);
  }

  byte[] json() {
    return bytes.toByteArray();
  }
}
