package dev.fleetpulse.streams.sink.timescale;

import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.InstanceState;
import java.util.Optional;

/**
 * What became of an instance.
 *
 * @param state nothing where it is forgotten
 */
record InstanceRow(InstanceKey instance, long revision, Optional<InstanceState> state) {
  static InstanceRow of(InstanceState state) {
    return new InstanceRow(
        new InstanceKey(state.getTenant(), state.getInstanceId()),
        state.getRevision(),
        Optional.of(state));
  }
}
