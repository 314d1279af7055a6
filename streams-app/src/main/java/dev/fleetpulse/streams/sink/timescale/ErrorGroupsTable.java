package dev.fleetpulse.streams.sink.timescale;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.fleetpulse.schemas.ErrorGroup;
import dev.fleetpulse.schemas.GroupKey;
import dev.fleetpulse.schemas.ReleaseSpan;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;

/** The absolute figures of each group of errors. */
final class ErrorGroupsTable implements Table<ErrorGroup> {
  /** Lists come as JSON, because {@code unnest} would flatten arrays of arrays. */
  private static final String UPSERT =
      """
      INSERT INTO error_groups AS stored (
        tenant, app, signature, signature_version, revision, title, category, language, type,
        count, first_seen, last_seen, instance_count, instances, releases, sample_message,
        sample_stack, sample_instance_id, root_signature, status, status_since, status_by, resolved_at,
        first_received, last_received, kept, instances_exact, release_spans, sample_error_id,
        sample_timestamp)
      SELECT tenant, app, signature, signature_version, revision, title, category, language, type,
        count, first_seen, last_seen, instance_count,
        ARRAY(SELECT jsonb_array_elements_text(instances)),
        ARRAY(SELECT jsonb_array_elements_text(releases)), sample_message,
        sample_stack, sample_instance_id, root_signature, status, status_since, status_by, resolved_at,
        first_received, last_received, kept, instances_exact::boolean, release_spans, sample_error_id,
        sample_timestamp
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?, ?) AS batch (
        tenant, app, signature, signature_version, revision, title, category, language, type,
        count, first_seen, last_seen, instance_count, instances, releases, sample_message,
        sample_stack, sample_instance_id, root_signature, status, status_since, status_by, resolved_at,
        first_received, last_received, kept, instances_exact, release_spans, sample_error_id,
        sample_timestamp)
      ON CONFLICT (tenant, signature, app) DO UPDATE SET
        signature_version = excluded.signature_version, revision = excluded.revision,
        title = excluded.title, category = excluded.category, language = excluded.language,
        type = excluded.type, count = excluded.count, first_seen = excluded.first_seen,
        last_seen = excluded.last_seen, instance_count = excluded.instance_count,
        instances = excluded.instances, releases = excluded.releases,
        sample_message = excluded.sample_message, sample_stack = excluded.sample_stack,
        sample_instance_id = excluded.sample_instance_id,
        root_signature = excluded.root_signature, status = excluded.status,
        status_since = excluded.status_since, status_by = excluded.status_by,
        resolved_at = excluded.resolved_at, first_received = excluded.first_received,
        last_received = excluded.last_received, kept = excluded.kept,
        instances_exact = excluded.instances_exact, release_spans = excluded.release_spans,
        sample_error_id = excluded.sample_error_id,
        sample_timestamp = excluded.sample_timestamp
      WHERE excluded.revision >= stored.revision
      """;

  private final Timescale timescale;

  /** Writes through the given store. */
  ErrorGroupsTable(Timescale timescale) {
    this.timescale = timescale;
  }

  @Override
  public String name() {
    return "timescale-error-groups";
  }

  @Override
  public Object identity(Row<ErrorGroup> row) {
    var group = row.value();
    return new GroupKey(group.getTenant(), group.getSignature(), group.getApp());
  }

  @Override
  public long revision(Row<ErrorGroup> row) {
    return row.value().getRevision();
  }

  @Override
  public WriteOutcome write(List<Row<ErrorGroup>> rows) {
    return timescale.write(
        UPSERT,
        Columns.of(rows.stream().map(Row::value).toList())
            .text(ErrorGroup::getTenant)
            .text(ErrorGroup::getApp)
            .text(ErrorGroup::getSignature)
            .integer(ErrorGroup::getSignatureVersion)
            .bigint(ErrorGroup::getRevision)
            .text(ErrorGroup::getTitle)
            .text(ErrorGroup::getCategory)
            .text(ErrorGroup::getLanguage)
            .text(ErrorGroup::getType)
            .bigint(ErrorGroup::getCount)
            .time(ErrorGroup::getFirstSeenMs)
            .time(ErrorGroup::getLastSeenMs)
            .bigint(ErrorGroup::getInstanceCount)
            .json(group -> json(group.getInstances()))
            .json(group -> json(group.getReleases()))
            .text(ErrorGroup::getSampleMessage)
            .text(ErrorGroup::getSampleStack)
            .text(ErrorGroup::getSampleInstanceId)
            .text(ErrorGroup::getRootSignature)
            .text(ErrorGroup::getStatus)
            .time(group -> known(group.getStatusSinceMs()))
            .text(ErrorGroup::getStatusBy)
            .time(ErrorGroup::getResolvedAtMs)
            .time(group -> known(group.getFirstReceivedMs()))
            .time(group -> known(group.getLastReceivedMs()))
            .bigint(ErrorGroup::getKept)
            .text(group -> Boolean.toString(group.getInstancesExact()))
            .json(group -> spans(group.getReleaseSpans()))
            .text(ErrorGroup::getSampleErrorId)
            .time(ErrorGroup::getSampleTimestampMs));
  }

  /** Records of earlier builds have 0 for what they did not know. */
  private static Long known(long milliseconds) {
    return milliseconds == 0 ? null : milliseconds;
  }

  private static String spans(List<ReleaseSpan> spans) {
    var all = JsonNodeFactory.instance.arrayNode();
    for (var span : spans) {
      all.addObject()
          .put("release", span.getRelease())
          .put("firstSeenMs", span.getFirstSeenMs())
          .put("lastSeenMs", span.getLastSeenMs());
    }
    return all.toString();
  }

  private static String json(List<String> texts) {
    var all = JsonNodeFactory.instance.arrayNode();
    texts.forEach(all::add);
    return all.toString();
  }
}
