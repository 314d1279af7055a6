package dev.fleetpulse.streams.sink;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A table in memory with the stores' rule: a row stays unless one with a revision as great or
 * greater comes. Rows are told apart by hundreds and are their own revision.
 */
final class ModelTable implements Table<Long> {
  final Map<Object, Row<Long>> stored = new HashMap<>();

  @Override
  public String name() {
    return "model";
  }

  @Override
  public Object identity(Row<Long> row) {
    return row.value() / 100;
  }

  @Override
  public long revision(Row<Long> row) {
    return row.value();
  }

  @Override
  public WriteOutcome write(List<Row<Long>> rows) {
    if (rows.stream().map(this::identity).distinct().count() < rows.size()) {
      return new WriteOutcome.Refused("an identity comes twice");
    }
    for (var row : rows) {
      stored.merge(
          identity(row), row, (one, other) -> revision(other) >= revision(one) ? other : one);
    }
    return new WriteOutcome.Written();
  }
}
