package dev.fleetpulse.streams.topology.status;

import dev.fleetpulse.schemas.InstanceState;
import dev.fleetpulse.schemas.StatusChange;
import java.util.Optional;

/** A new state of an instance, and the change of status it brought, if any. */
record StatusStep(InstanceState state, Optional<StatusChange> change) {}
