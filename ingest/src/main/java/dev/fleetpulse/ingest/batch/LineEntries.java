package dev.fleetpulse.ingest.batch;

import dev.fleetpulse.ingest.request.BodyRefusedException;
import dev.fleetpulse.ingest.request.OpenBody;

/** One entry in each line; lines without anything are no entries. */
final class LineEntries implements Entries {
  private final OpenBody body;

  LineEntries(OpenBody body) {
    this.body = body;
  }

  @Override
  public Next next() throws BodyRefusedException {
    if (body.peekPastSpace() < 0) {
      return new Next.End();
    }
    var entry = new EntryBytes();
    for (var next = body.next(); next >= 0 && next != '\n'; next = body.next()) {
      entry.add(next);
    }
    return entry.complete();
  }
}
