package dev.fleetpulse.streams.census;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Up to which time everything that the log took has passed all stages of an account. It sets out a
 * mark at the log's end, follows it from stage to stage, and sets out the next one when it arrived.
 */
final class Progress {
  private final Account account;
  private final Offsets offsets;
  private long passedMs;
  private long markMs;
  private int stage;
  private Map<TopicPartition, Long> mark;
  private long pending;

  Progress(Account account, Offsets offsets) {
    this.account = account;
    this.offsets = offsets;
  }

  /**
   * Looks how far the mark came.
   *
   * @param nowMs by the wall clock, epoch milliseconds
   */
  void look(long nowMs) {
    if (mark == null) {
      stage = 0;
      markMs = nowMs;
      mark = offsets.ends(account.stages().getFirst().topic());
    }
    pending = offsets.pending(account.stages().get(stage).group(), mark);
    while (pending == 0) {
      stage++;
      if (stage == account.stages().size()) {
        passedMs = markMs;
        mark = null;
        return;
      }
      // What the stage before has made of all that was in front of the mark is in by now.
      mark = offsets.ends(account.stages().get(stage).topic());
      pending = offsets.pending(account.stages().get(stage).group(), mark);
    }
  }

  /** Everything from before this time is stored; epoch milliseconds. */
  long passedMs() {
    return passedMs;
  }

  /** Offsets that the stage at which the mark is has yet to read. */
  long pending() {
    return pending;
  }
}
