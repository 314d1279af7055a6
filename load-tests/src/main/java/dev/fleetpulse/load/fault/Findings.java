package dev.fleetpulse.load.fault;

/**
 * What came of comparing the senders' account with the log.
 *
 * @param sent heartbeats, each counted once however often it was sent
 * @param acknowledged those of them that were answered 202
 * @param records heartbeats in the log
 * @param distinct what is left of the records once each instance and timestamp counts once
 * @param lost acknowledged, but not in the log
 * @param neverSent in the log, but never sent
 * @param conflicting records that repeat an earlier one with another content or in another
 *     partition, so that nobody downstream could tell that they are the same
 * @param incarnations starts of ingest processes that left something in the log
 * @param ticks signs of life in the log
 * @param ticksAhead those that claim more heartbeats than lie before them in the log
 * @param goodbyes last ticks of processes that ended in order
 * @param goodbyesBehind those that claim fewer heartbeats than the process left in the log
 */
record Findings(
    long sent,
    long acknowledged,
    long records,
    long distinct,
    long lost,
    long neverSent,
    long conflicting,
    long incarnations,
    long ticks,
    long ticksAhead,
    long goodbyes,
    long goodbyesBehind) {

  /** Records that repeat an earlier one. */
  long duplicates() {
    return records - distinct;
  }

  /** Whether everything that was acknowledged is there, once, and nothing else. */
  boolean hold() {
    return lost == 0 && neverSent == 0 && conflicting == 0 && ticksAhead == 0;
  }

  String text() {
    return """
        heartbeats sent            %,10d
          acknowledged (202)       %,10d
          never acknowledged       %,10d
        records in the log         %,10d
          duplicates               %,10d
          distinct                 %,10d
          lost                     %,10d
          never sent               %,10d
          duplicates that differ   %,10d
        ticks in the log           %,10d, of %d ingest processes
          ahead of their log       %,10d
          goodbyes                 %,10d, %d behind their log
        """
        .formatted(
            sent,
            acknowledged,
            sent - acknowledged,
            records,
            duplicates(),
            distinct,
            lost,
            neverSent,
            conflicting,
            ticks,
            incarnations,
            ticksAhead,
            goodbyes,
            goodbyesBehind);
  }
}
