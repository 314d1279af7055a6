package dev.fleetpulse.streams.topology.usage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;

/**
 * The samples of one instance in one hour, with their figures and what they leave to the hours
 * after.
 *
 * <p>The samples stay bytes: nearly every one follows the last one of its hour, and is put behind
 * it and added to the figures without another look at those before.
 */
final class HourBlock {
  /** Instead of a time, where the figures have not left. */
  static final long NEVER = Long.MIN_VALUE;

  private static final int VERSION = 3;
  private static final int HAS_LEFT = 1;
  private static final int FIRST = 2;
  private static final long HOUR_MS = 3_600_000;
  private static final Comparator<Sample> BY_TIME = Comparator.comparingLong(Sample::timestampMs);

  private final long hourMs;
  private final long revision;
  private final long leftMs;
  private final boolean first;
  private final HourFold fold;
  private final Counters sampled;
  private final byte[] bytes;
  private final int samplesFrom;

  /**
   * A block.
   *
   * @param leftMs when the figures left last
   * @param first whether no hour of the instance is known before this one
   * @param sampled the counters as the samples name them: where there are too many, not all of them
   *     are counted apart
   * @param bytes hold the samples, from the given one on
   */
  private HourBlock(
      long hourMs,
      long revision,
      long leftMs,
      boolean first,
      HourFold fold,
      Counters sampled,
      byte[] bytes,
      int samplesFrom) {
    this.hourMs = hourMs;
    this.revision = revision;
    this.leftMs = leftMs;
    this.first = first;
    this.fold = fold;
    this.sampled = sampled;
    this.bytes = bytes;
    this.samplesFrom = samplesFrom;
  }

  /**
   * Folds an hour.
   *
   * @param before the block before it, if any
   * @param samples by timestamp, one per timestamp
   */
  static HourBlock of(
      long hourMs, long revision, Optional<HourBlock> before, List<Sample> samples) {
    var fold = before.map(block -> block.fold.next()).orElseGet(HourFold::first);
    samples.forEach(fold::add);
    var sampled = fold.counters();
    for (var sample : samples) {
      sampled = sample.counters() == sampled ? sampled : sampled.with(sample.counters().all());
    }
    if (sampled.size() > fold.counters().size()) {
      var counters = new HashSet<Counter>();
      samples.forEach(sample -> counters.addAll(sample.readings().keySet()));
      sampled = Counters.of(counters.stream().sorted().toList());
    }
    var out = new BytesOut(64 * samples.size());
    var writer = SampleBytes.begin(sampled, hourMs);
    samples.forEach(sample -> writer.write(out, sample));
    return new HourBlock(
        hourMs, revision, NEVER, before.isEmpty(), fold, sampled, out.toBytes(), 0);
  }

  /** Start of the hour. */
  long hourMs() {
    return hourMs;
  }

  /** Of the sample that changed the figures last. */
  long revision() {
    return revision;
  }

  /** When the figures left last, by the log's time, or {@link #NEVER}. */
  long leftMs() {
    return leftMs;
  }

  /** Whether no hour of the instance is known before this one. */
  boolean isFirst() {
    return first;
  }

  /** The same, when its figures leave. */
  HourBlock leavingAt(long nowMs) {
    return new HourBlock(hourMs, revision, nowMs, first, fold, sampled, bytes, samplesFrom);
  }

  /** The figures. Nobody may add to them. */
  HourFold fold() {
    return fold;
  }

  /** Whether the sample can simply be put behind the others. */
  boolean isFollowedBy(Sample sample) {
    return sample.timestampMs() > fold.lastMs()
        && sample.counters() == fold.counters()
        && sampled == fold.counters()
        && !fold.counters().exceedLimit()
        && hasSamples();
  }

  /** The block with a sample that follows; this one is not to be used any more. */
  HourBlock followedBy(Sample sample, long newRevision) {
    var out = new BytesOut(bytes.length - samplesFrom + 64);
    out.append(bytes, samplesFrom, bytes.length - samplesFrom);
    SampleBytes.after(fold).write(out, sample);
    fold.add(sample);
    return new HourBlock(hourMs, newRevision, leftMs, first, fold, sampled, out.toBytes(), 0);
  }

  /** By timestamp, one per timestamp. */
  List<Sample> samples() {
    return SampleBytes.begin(sampled, hourMs).readAll(new BytesIn(bytes, samplesFrom));
  }

  boolean hasSamples() {
    return bytes.length > samplesFrom;
  }

  /** The position of the sample with the given one's timestamp, else as a binary search says. */
  static int position(List<Sample> samples, Sample sample) {
    return Collections.binarySearch(samples, sample, BY_TIME);
  }

  /**
   * The samples with the given one among them; the very same list where it changes nothing, because
   * it is here already or stands back behind another of its timestamp.
   */
  static List<Sample> with(List<Sample> samples, Sample sample) {
    var position = position(samples, sample);
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

  /** The block of an hour that can't change any more: without its samples. */
  HourBlock closed() {
    return new HourBlock(hourMs, revision, leftMs, first, fold, sampled, new byte[0], 0);
  }

  byte[] write() {
    var names = fold.counters().bytes();
    var out = new BytesOut(bytes.length - samplesFrom + names.length + 512);
    out.octet(VERSION);
    out.raw(names);
    out.raw(sampled == fold.counters() ? new byte[0] : sampled.bytes());
    out.difference(hourMs / HOUR_MS);
    out.count(revision);
    out.octet((leftMs == NEVER ? 0 : HAS_LEFT) | (first ? FIRST : 0));
    if (leftMs != NEVER) {
      out.difference(leftMs - hourMs);
    }
    fold.write(out, hourMs);
    out.append(bytes, samplesFrom, bytes.length - samplesFrom);
    return out.toBytes();
  }

  static HourBlock read(byte[] bytes, KnownCounters known) {
    try {
      var in = new BytesIn(bytes, 0);
      var version = in.octet();
      if (version != VERSION) {
        throw new SerializationException("Unknown version of an hour block: " + version);
      }
      var counters = known.of(in.raw());
      var others = in.raw();
      var sampled = others.hasRemaining() ? known.of(others) : counters;
      var hourMs = in.difference() * HOUR_MS;
      var revision = in.count();
      var flags = in.octet();
      var leftMs = (flags & HAS_LEFT) == 0 ? NEVER : hourMs + in.difference();
      var fold = HourFold.read(in, counters, hourMs);
      return new HourBlock(
          hourMs, revision, leftMs, (flags & FIRST) != 0, fold, sampled, bytes, in.position());
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw new SerializationException("Not an hour block", e);
    }
  }
}
