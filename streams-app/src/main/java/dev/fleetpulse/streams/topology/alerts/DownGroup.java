package dev.fleetpulse.streams.topology.alerts;

/**
 * Instances that were told as one.
 *
 * @param down that have not come back
 * @param total that ever were of it since it was told first
 * @param joinedMs when the last one joined
 * @param opener id of the event that began it
 */
record DownGroup(long down, long total, long joinedMs, String opener) {
  private static final String DIVIDER = " ";

  /** As it is kept. */
  String text() {
    return String.join(
        DIVIDER, Long.toString(down), Long.toString(total), Long.toString(joinedMs), opener);
  }

  static DownGroup of(String text) {
    var parts = text.split(DIVIDER, 4);
    return new DownGroup(
        Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]), parts[3]);
  }

  DownGroup joinedBy(long more, long nowMs) {
    return new DownGroup(down + more, total + more, nowMs, opener);
  }

  DownGroup leftByOne() {
    return new DownGroup(down - 1, total, joinedMs, opener);
  }
}
