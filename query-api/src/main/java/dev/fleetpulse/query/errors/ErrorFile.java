package dev.fleetpulse.query.errors;

import dev.fleetpulse.query.csv.CsvTable;

/** Groups of errors as rows of a file; without stacks and ids of instances. */
final class ErrorFile {
  static final CsvTable<ErrorGroup> TABLE =
      new CsvTable<ErrorGroup>()
          .text("signature", ErrorGroup::signature)
          .text("app", ErrorGroup::app)
          .text("title", ErrorGroup::title)
          .text("category", ErrorGroup::category)
          .text("language", ErrorGroup::language)
          .text("type", ErrorGroup::type)
          .text("rootSignature", ErrorGroup::rootSignature)
          .text("status", ErrorGroup::status)
          .time("statusSince", ErrorGroup::statusSince)
          .text("statusBy", ErrorGroup::statusBy)
          .time("resolvedAt", ErrorGroup::resolvedAt)
          .number("count", ErrorGroup::count)
          .number("kept", ErrorGroup::kept)
          .number("occurrences", ErrorGroup::occurrences)
          .time("firstSeen", ErrorGroup::firstSeen)
          .time("lastSeen", ErrorGroup::lastSeen)
          .time("firstReceived", ErrorGroup::firstReceived)
          .time("lastReceived", ErrorGroup::lastReceived)
          .number("instanceCount", ErrorGroup::instanceCount)
          .flag("instancesExact", ErrorGroup::instancesExact)
          .texts(
              "releases",
              group -> group.releases().stream().map(ErrorGroup.Release::release).toList())
          .text("sampleInstanceId", group -> group.sample().instanceId())
          .text("sampleMessage", group -> group.sample().message());

  private ErrorFile() {}
}
