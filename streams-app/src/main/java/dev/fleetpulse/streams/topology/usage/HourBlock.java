package dev.fleetpulse.streams.topology.usage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The samples of one instance in one hour, and what they leave to the hours after.
 *
 * @param samples by timestamp, one per timestamp
 */
record HourBlock(List<Sample> samples, Carry after) {
  static final HourBlock EMPTY = new HourBlock(List.of(), Carry.NONE);

  private static final Comparator<Sample> BY_TIME = Comparator.comparingLong(Sample::timestampMs);

  HourBlock {
    samples = List.copyOf(samples);
  }

  /** Whether a sample of the given one's timestamp is here already. */
  boolean knows(Sample sample) {
    return position(sample) >= 0;
  }

  /**
   * The samples with the given one among them; the very same list where it changes nothing, because
   * it is here already or stands back behind another of its timestamp.
   */
  List<Sample> with(Sample sample) {
    var position = position(sample);
    if (position >= 0 && !sample.beats(samples.get(position))) {
      return samples;
    }
    var changed = new ArrayList<>(samples);
    if (position >= 0) {
      changed.set(position, sample);
    } else {
      changed.add(-position - 1, sample);
    }
    return changed;
  }

  /** The block of an hour that can't change any more: only what it leaves behind. */
  HourBlock closed() {
    return new HourBlock(List.of(), after);
  }

  private int position(Sample sample) {
    return Collections.binarySearch(samples, sample, BY_TIME);
  }
}
