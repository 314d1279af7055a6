package dev.fleetpulse.ingest.heartbeat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.limit.BatchPace;
import dev.fleetpulse.ingest.request.Reception.DocumentReader;
import dev.fleetpulse.ingest.verdict.Verdict;
import dev.fleetpulse.schemas.Heartbeat;
import java.util.Optional;

/**
 * Reads the heartbeats of one batch, once the pace lets its instance in. The first good entry asks;
 * where it must wait, all do.
 */
final class PacedReader implements DocumentReader<Heartbeat> {
  /** Paid in advance; how many there are shows only when the batch has been read. */
  private static final int ENTRIES_EXPECTED = 100;

  private final HeartbeatReader reader;
  private final BatchPace pace;
  private Optional<Verdict<Heartbeat>> first = Optional.empty();
  private String tenant;
  private int entries;

  PacedReader(HeartbeatReader reader, BatchPace pace) {
    this.reader = reader;
    this.pace = pace;
  }

  @Override
  public Verdict<Heartbeat> read(String sender, ObjectNode document) {
    return reader.read(sender, document).then(this::paced);
  }

  /** To be called when the batch has been read, however that ended. */
  void settle() {
    if (first.orElse(null) instanceof Verdict.Accepted<Heartbeat>) {
      pace.settle(tenant, ENTRIES_EXPECTED, entries);
    }
  }

  private Verdict<Heartbeat> paced(Heartbeat heartbeat) {
    if (first.isEmpty()) {
      tenant = heartbeat.getTenant();
      first =
          Optional.of(
              pace.admit(tenant, heartbeat.getInstanceId(), ENTRIES_EXPECTED).verdictOn(heartbeat));
    }
    if (first.get() instanceof Verdict.Refused<Heartbeat> refused) {
      return refused;
    }
    entries++;
    return new Verdict.Accepted<>(heartbeat);
  }
}
