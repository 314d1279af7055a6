package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorCount;
import dev.fleetpulse.schemas.ErrorGroup;
import dev.fleetpulse.schemas.ErrorOccurrence;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The figures of a group with one more occurrence. Figures given are never changed. */
final class GroupFigures {
  static final int INSTANCES_MAX = 100;
  static final int RELEASES_MAX = 50;

  private static final int TITLE_CHARACTERS_MAX = 200;

  private GroupFigures() {}

  /**
   * The group with the occurrence.
   *
   * @param before null for a group's first occurrence
   * @param newInstance whether its instance is new to the group
   */
  static ErrorGroup group(
      ErrorGroup before, ErrorOccurrence occurrence, boolean newInstance, long revision) {
    var group = before == null ? first(occurrence) : ErrorGroup.newBuilder(before).build();
    group.setRevision(revision);
    group.setCount(group.getCount() + 1);
    group.setFirstSeenMs(Math.min(group.getFirstSeenMs(), occurrence.getTimestampMs()));
    group.setLastSeenMs(Math.max(group.getLastSeenMs(), occurrence.getTimestampMs()));
    if (newInstance) {
      group.setInstanceCount(group.getInstanceCount() + 1);
      group.setInstances(with(group.getInstances(), occurrence.getInstanceId(), INSTANCES_MAX));
    }
    if (occurrence.getRelease() != null) {
      group.setReleases(with(group.getReleases(), occurrence.getRelease(), RELEASES_MAX));
    }
    return group;
  }

  /**
   * The count of an hour with the occurrence.
   *
   * @param before null for the hour's first occurrence
   */
  static ErrorCount count(
      ErrorCount before, ErrorOccurrence occurrence, long hourMs, long revision) {
    return ErrorCount.newBuilder()
        .setTenant(occurrence.getTenant())
        .setApp(occurrence.getApp())
        .setSignature(occurrence.getSignature())
        .setSignatureVersion(occurrence.getSignatureVersion())
        .setHourMs(hourMs)
        .setRevision(revision)
        .setCount(before == null ? 1 : before.getCount() + 1)
        .setCategory(occurrence.getCategory())
        .build();
  }

  /** What a person would call the error. */
  static String title(ErrorOccurrence occurrence) {
    var text = occurrence.getMessage() == null ? occurrence.getStack() : occurrence.getMessage();
    var line = Objects.requireNonNullElse(text, "").lines().findFirst().orElse("").strip();
    var type = occurrence.getType();
    var title = type == null || type.isBlank() ? line : line.isEmpty() ? type : type + ": " + line;
    return title.substring(0, Math.min(title.length(), TITLE_CHARACTERS_MAX));
  }

  private static ErrorGroup first(ErrorOccurrence occurrence) {
    return ErrorGroup.newBuilder()
        .setTenant(occurrence.getTenant())
        .setApp(occurrence.getApp())
        .setSignature(occurrence.getSignature())
        .setSignatureVersion(occurrence.getSignatureVersion())
        .setRevision(0)
        .setTitle(title(occurrence))
        .setCategory(occurrence.getCategory())
        .setLanguage(occurrence.getLanguage())
        .setType(occurrence.getType())
        .setCount(0)
        .setFirstSeenMs(Long.MAX_VALUE)
        .setLastSeenMs(Long.MIN_VALUE)
        .setInstanceCount(0)
        .setSampleMessage(occurrence.getMessage())
        .setSampleStack(occurrence.getStack())
        .setSampleInstanceId(occurrence.getInstanceId())
        .build();
  }

  private static List<String> with(List<String> known, String name, int max) {
    if (known.size() >= max || known.contains(name)) {
      return known;
    }
    var more = new ArrayList<>(known);
    more.add(name);
    return more;
  }
}
