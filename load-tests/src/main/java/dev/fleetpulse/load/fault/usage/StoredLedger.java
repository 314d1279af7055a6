package dev.fleetpulse.load.fault.usage;

import dev.fleetpulse.devstack.Database;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the ledger says of all hours together.
 *
 * @param hours that it keeps books of
 * @param balanced of them
 * @param appended heartbeats it counted in the log
 * @param unique heartbeats that got this verdict
 * @param lost acknowledged ones that it did not find in the log
 * @param troubles hours that do not balance, or not yet
 */
record StoredLedger(
    long hours,
    long balanced,
    long appended,
    long unique,
    long duplicate,
    long tooLate,
    long lost,
    List<String> troubles) {
  private static final String ROWS =
      """
      SELECT tenant, hour::text AS hour, log, state, coalesce(reason, '') AS reason, appended,
        unique_records, duplicates, too_late, lost
      FROM fleetpulse.ledger_hourly
      ORDER BY hour, log
      """;

  static StoredLedger read(Database timescale) throws SQLException {
    var ledger = new StoredLedger(0, 0, 0, 0, 0, 0, 0, List.of());
    try (var connection =
            DriverManager.getConnection(
                timescale.jdbcUrl(), timescale.user(), timescale.password());
        var query = connection.prepareStatement(ROWS);
        var row = query.executeQuery()) {
      while (row.next()) {
        var isBalanced = row.getString("state").equals("balanced");
        var troubles = new ArrayList<>(ledger.troubles);
        if (!isBalanced) {
          troubles.add(
              "the ledger of %s at %s is %s: %s"
                  .formatted(
                      row.getString("log"),
                      row.getString("hour"),
                      row.getString("state"),
                      row.getString("reason")));
        }
        ledger =
            new StoredLedger(
                ledger.hours + 1,
                ledger.balanced + (isBalanced ? 1 : 0),
                ledger.appended + row.getLong("appended"),
                ledger.unique + row.getLong("unique_records"),
                ledger.duplicate + row.getLong("duplicates"),
                ledger.tooLate + row.getLong("too_late"),
                ledger.lost + row.getLong("lost"),
                troubles);
      }
    }
    return ledger;
  }

  /** What it says otherwise than the oracle, and what it says of trouble. */
  List<String> differences(UsageOracle oracle) {
    var differences = new ArrayList<>(troubles);
    if (appended != oracle.records()) {
      differences.add(
          "the ledger has %d heartbeats appended of %d".formatted(appended, oracle.records()));
    }
    if (unique != oracle.accepted()) {
      differences.add(
          "the ledger has %d heartbeats unique of %d".formatted(unique, oracle.accepted()));
    }
    return differences;
  }
}
