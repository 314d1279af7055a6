package dev.fleetpulse.streams.topology.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.StatusChange;
import dev.fleetpulse.streams.Heartbeats;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many instances that are due at once do not hold up who speaks. */
final class BoundedWorkTest {
  private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");
  private static final Instant DEADLINE = NOON.plusMillis(Heartbeats.DOWN_AFTER_MS);
  private static final int FLEET = StatusProcessor.DONE_PER_TICK + 1_000;

  private final StatusRoom room = new StatusRoom(NOON);

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void aTickDoesItsPartAndTheNextOnesCarryOn() {
    fleetDies();

    room.tick("ingest-1", DEADLINE.plusMillis(1), false);
    assertThat(room.changes()).hasSize(StatusProcessor.DONE_PER_TICK);

    room.tick("ingest-1", DEADLINE.plusMillis(2), false);
    assertThat(room.changes())
        .hasSize(FLEET - StatusProcessor.DONE_PER_TICK)
        .allMatch(down -> down.getToStatus().equals("down"));
  }

  @Test
  void aHeartbeatDoesLessOfItAndAllOfItsOwnInstance() {
    fleetDies();
    var last = new InstanceKey("acme", "wlv_%05d".formatted(FLEET - 1));

    room.append(Heartbeats.at(last, 2), DEADLINE.plusMillis(1), false);

    var changes = room.changes();
    assertThat(changes).hasSize(StatusProcessor.DONE_PER_HEARTBEAT + 2);
    assertThat(changes.subList(StatusProcessor.DONE_PER_HEARTBEAT, changes.size()))
        .allMatch(change -> change.getInstanceId().equals(last.instanceId()))
        .extracting(StatusChange::getToStatus)
        .containsExactly("down", "healthy");
  }

  private void fleetDies() {
    for (var number = 0; number < FLEET; number++) {
      var instance = new InstanceKey("acme", "wlv_%05d".formatted(number));
      room.append(Heartbeats.at(instance, 1), NOON, false);
    }
    room.tickThrough(DEADLINE);
    room.changes();
    room.alerts();
  }
}
