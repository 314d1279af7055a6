package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorCount;
import dev.fleetpulse.schemas.ErrorGroup;
import dev.fleetpulse.schemas.ErrorOccurrence;
import dev.fleetpulse.schemas.GroupKey;
import dev.fleetpulse.schemas.ReleaseSpan;
import dev.fleetpulse.signature.StackSignature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** The figures of a group with what a tally adds. Figures given are never changed. */
final class GroupFigures {
  static final int INSTANCES_MAX = 100;
  static final int RELEASES_MAX = 50;

  private static final int TITLE_CHARACTERS_MAX = 200;

  private GroupFigures() {}

  /**
   * The group with the tally, without its sample's texts.
   *
   * @param before null for a group nobody knew
   */
  static ErrorGroup group(ErrorGroup before, GroupKey key, Tally tally, long revision) {
    var group = before == null ? nothing(key) : copy(before);
    group.setRevision(revision);
    for (var hour : tally.hours()) {
      group.setCount(group.getCount() + hour.count());
      group.setKept(group.getKept() + hour.kept());
    }
    if (tally.lastReceivedMs() >= group.getLastReceivedMs()) {
      group.setCategory(tally.category());
      group.setRootSignature(tally.rootSignature());
    }
    group.setFirstSeenMs(Math.min(group.getFirstSeenMs(), tally.firstSeenMs()));
    group.setLastSeenMs(Math.max(group.getLastSeenMs(), tally.lastSeenMs()));
    group.setFirstReceivedMs(Math.min(group.getFirstReceivedMs(), tally.firstReceivedMs()));
    group.setLastReceivedMs(Math.max(group.getLastReceivedMs(), tally.lastReceivedMs()));
    group.setInstanceCount(group.getInstanceCount() + tally.newInstances().size());
    group.setInstancesExact(group.getInstancesExact() && tally.instancesExact());
    group.setInstances(instances(group.getInstances(), tally.newInstances()));
    group.setReleaseSpans(releases(group.getReleaseSpans(), tally.releases()));
    group.setReleases(group.getReleaseSpans().stream().map(ReleaseSpan::getRelease).toList());
    return group;
  }

  /** Another one with the same figures; they share their lists, as none is ever changed. */
  static ErrorGroup copy(ErrorGroup group) {
    var copy = new ErrorGroup();
    for (var field : ErrorGroup.getClassSchema().getFields()) {
      copy.put(field.pos(), group.get(field.pos()));
    }
    return copy;
  }

  /** Has the occurrence for a sample, but for its texts, see {@link #withSample}. */
  static void name(ErrorGroup group, ErrorOccurrence sample) {
    group.setTitle(title(sample));
    group.setLanguage(sample.getLanguage());
    group.setType(sample.getType());
    group.setSampleTimestampMs(sample.getTimestampMs());
  }

  /** The group as it leaves. */
  static ErrorGroup withSample(ErrorGroup group, ErrorOccurrence sample) {
    var whole = copy(group);
    whole.setSampleMessage(sample.getMessage());
    whole.setSampleStack(sample.getStack());
    whole.setSampleInstanceId(sample.getInstanceId());
    whole.setSampleErrorId(sample.getErrorId());
    return whole;
  }

  /**
   * The count of an hour with what a tally has of it.
   *
   * @param before null for an hour nobody knew
   */
  static ErrorCount count(ErrorCount before, ErrorGroup group, Tally.Hour hour, long revision) {
    var count =
        before == null
            ? ErrorCount.newBuilder()
                .setTenant(group.getTenant())
                .setApp(group.getApp())
                .setSignature(group.getSignature())
                .setSignatureVersion(group.getSignatureVersion())
                .setHourMs(hour.hourMs())
                .setCount(0)
                .setRevision(0)
                // An hour keeps the category it began with: whoever adds up by category would
                // otherwise count it under both.
                .setCategory(group.getCategory())
                .setRootSignature(group.getRootSignature())
                .build()
            : ErrorCount.newBuilder(before).build();
    count.setRevision(Math.max(count.getRevision() + 1, revision));
    count.setCount(count.getCount() + hour.count());
    count.setKept(count.getKept() + hour.kept());
    count.setInstances(group.getInstanceCount());
    return count;
  }

  /** What a person would call the error. */
  static String title(ErrorOccurrence occurrence) {
    var text = occurrence.getMessage() == null ? occurrence.getStack() : occurrence.getMessage();
    var line = Objects.requireNonNullElse(text, "").lines().findFirst().orElse("").strip();
    var type = occurrence.getType();
    var title =
        type == null || type.isBlank() || line.startsWith(type)
            ? line
            : line.isEmpty() ? type : type + ": " + line;
    return title.substring(0, Math.min(title.length(), TITLE_CHARACTERS_MAX));
  }

  private static ErrorGroup nothing(GroupKey key) {
    return ErrorGroup.newBuilder()
        .setTenant(key.tenant())
        .setApp(key.app())
        .setSignature(key.signature())
        .setSignatureVersion(StackSignature.VERSION)
        .setRevision(0)
        .setTitle("")
        .setCategory("")
        .setCount(0)
        .setFirstSeenMs(Long.MAX_VALUE)
        .setLastSeenMs(Long.MIN_VALUE)
        .setFirstReceivedMs(Long.MAX_VALUE)
        .setLastReceivedMs(Long.MIN_VALUE)
        .setInstanceCount(0)
        .build();
  }

  /** In the order of their names, so that the order in which they came shows nowhere. */
  private static List<String> instances(List<String> known, List<String> more) {
    if (more.isEmpty() || known.size() >= INSTANCES_MAX) {
      return known;
    }
    var room = INSTANCES_MAX - known.size();
    var all = new TreeSet<>(known);
    all.addAll(more.subList(0, Math.min(room, more.size())));
    return new ArrayList<>(all);
  }

  private static List<ReleaseSpan> releases(List<ReleaseSpan> known, List<Tally.Release> more) {
    if (more.isEmpty()) {
      return known;
    }
    var all = new TreeMap<String, ReleaseSpan>();
    known.forEach(span -> all.put(span.getRelease(), span));
    for (var release : more) {
      all.merge(
          release.name(),
          new ReleaseSpan(release.name(), release.firstSeenMs(), release.lastSeenMs()),
          GroupFigures::together);
    }
    return all.values().stream()
        .sorted(
            Comparator.comparingLong(ReleaseSpan::getLastSeenMs)
                .reversed()
                .thenComparing(ReleaseSpan::getRelease))
        .limit(RELEASES_MAX)
        .sorted(
            Comparator.comparingLong(ReleaseSpan::getFirstSeenMs)
                .thenComparing(ReleaseSpan::getRelease))
        .toList();
  }

  private static ReleaseSpan together(ReleaseSpan one, ReleaseSpan other) {
    return new ReleaseSpan(
        one.getRelease(),
        Math.min(one.getFirstSeenMs(), other.getFirstSeenMs()),
        Math.max(one.getLastSeenMs(), other.getLastSeenMs()));
  }
}
