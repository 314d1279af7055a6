package dev.fleetpulse.streams.topology.usage;

import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Whether a task's figures may be seen. A generation that begins has the whole log before it, and
 * half-added hours would replace the good ones of the generation before it. So it is silent until
 * it has read what was there when it started; only hours that nothing can change any more leave
 * meanwhile. Then all that it holds is published, and from there on it is live.
 */
final class Publication {
  private static final String BEGIN = "begin";
  private static final String OPENED = "opened";
  private static final String DONE = "done";

  /** Heartbeats may be for a time that has not come yet, by as much as ingest allows. */
  private static final long AHEAD_MS = 10 * 60_000;

  private final KeyValueStore<String, Long> progress;
  private final long end;
  private Stage stage;
  private Long begin;

  private enum Stage {
    SILENT,
    PUBLISHING,
    LIVE
  }

  /**
   * Goes on where the task was.
   *
   * @param progress of this task, kept like its other state
   * @param end offset behind the last record that was there when the process started
   */
  Publication(KeyValueStore<String, Long> progress, long end) {
    this.progress = progress;
    this.end = end;
  }

  private Stage stage() {
    if (stage == null) {
      stage =
          progress.get(DONE) != null
              ? Stage.LIVE
              : progress.get(OPENED) != null ? Stage.PUBLISHING : Stage.SILENT;
    }
    return stage;
  }

  /** Asked for with each record, and never changes once it is there. */
  private Long begin() {
    if (begin == null) {
      begin = progress.get(BEGIN);
    }
    return begin;
  }

  /** A record comes, and nothing of it has been looked at. */
  void reads(long offset, long appendMs) {
    if (begin() == null) {
      begin = offset == 0 ? Long.MIN_VALUE : appendMs;
      progress.put(BEGIN, begin);
    }
    arrivesAt(offset);
  }

  /** The record has been taken. */
  void hasRead(long offset) {
    arrivesAt(offset + 1);
  }

  private void arrivesAt(long offset) {
    if (stage() == Stage.SILENT && offset >= end) {
      // Never silent again, even after a crash: hours that have left may have changed since.
      progress.put(OPENED, offset);
      stage = Stage.PUBLISHING;
    }
  }

  /** Whether changed figures may leave before nothing can change them. */
  boolean isOpen() {
    return stage() != Stage.SILENT;
  }

  /** Whether all that was computed in silence has left. */
  boolean isLive() {
    return stage() == Stage.LIVE;
  }

  /** Whether what was computed in silence has yet to leave. */
  boolean isPublishing() {
    return stage() == Stage.PUBLISHING;
  }

  /** All of it has left. */
  void hasPublished() {
    progress.put(DONE, end);
    stage = Stage.LIVE;
  }

  /**
   * Whether the log lacks what the hour's figures would need: it once was longer, and the hour
   * began before what is left of it, or is the first one known of an instance that may be older.
   * Such figures may fill a gap, but replace nothing.
   */
  boolean lacksPredecessor(HourBlock block) {
    var itsBegin = begin();
    if (itsBegin == null || itsBegin == Long.MIN_VALUE) {
      return false;
    }
    return block.hourMs() < itsBegin + AHEAD_MS || (stage() != Stage.LIVE && block.isFirst());
  }
}
