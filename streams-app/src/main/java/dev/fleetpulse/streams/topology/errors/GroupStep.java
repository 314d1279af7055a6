package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorCount;
import dev.fleetpulse.schemas.ErrorGroup;
import dev.fleetpulse.schemas.GroupHourKey;

/** What one occurrence made of its group and of its hour. */
record GroupStep(ErrorGroup group, ErrorCount count) {
  GroupHourKey hour() {
    return new GroupHourKey(
        count.getTenant(), count.getHourMs(), count.getSignature(), count.getApp());
  }
}
