package dev.fleetpulse.sql;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The table that remembers which migrations a ClickHouse database has seen. */
final class ClickHouseHistory {
  private static final String CREATE =
      """
      CREATE TABLE IF NOT EXISTS schema_history (
        version     UInt32,
        description String,
        checksum    String,                          -- hex SHA-256 of the file
        applied_at  DateTime64(3, 'UTC') DEFAULT now64(3)
      )
      ENGINE = ReplacingMergeTree(applied_at)
      ORDER BY version
      """;

  private static final String READ = "SELECT version, checksum FROM schema_history FINAL";

  private static final String ADD =
      """
      INSERT INTO schema_history (version, description, checksum)
      VALUES ({version:UInt32}, {description:String}, {checksum:String})
      """;

  private final ClickHouseConnection clickHouse;

  ClickHouseHistory(ClickHouseConnection clickHouse) {
    this.clickHouse = clickHouse;
  }

  void create() {
    clickHouse.execute("create schema_history", CREATE);
  }

  /** Checksums of the applied migrations by version. */
  SortedMap<Integer, String> applied() {
    var checksums = new TreeMap<Integer, String>();
    for (var row : clickHouse.rows("read schema_history", READ)) {
      checksums.put(row.getInteger("version"), row.getString("checksum"));
    }
    return checksums;
  }

  void add(ClickHouseMigration migration) {
    clickHouse.execute(
        "remember migration " + migration.version(),
        ADD,
        Map.of(
            "version", migration.version(),
            "description", migration.description(),
            "checksum", migration.checksum()));
  }
}
