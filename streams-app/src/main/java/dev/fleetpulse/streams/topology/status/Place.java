package dev.fleetpulse.streams.topology.status;

/**
 * Where in the log a record lies.
 *
 * @param revision of what is computed from it
 */
record Place(String topic, int partition, long offset, long revision) {
  @Override
  public String toString() {
    return topic + "/" + partition + "/" + offset;
  }
}
