package dev.fleetpulse.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One migration file.
 *
 * @param version from the file's name, counted from 1
 * @param description from the file's name
 * @param checksum hex SHA-256 of the file's content
 * @param statements each of which must do no harm when it runs again, because ClickHouse has no
 *     transactions: a migrator killed half-way starts the file over
 */
record ClickHouseMigration(
    int version, String description, String checksum, List<String> statements) {
  private static final Pattern NAME = Pattern.compile("V(\\d{3})__([a-z0-9_]+)\\.sql");

  /**
   * The migration of a file.
   *
   * @param fileName of the form {@code V001__what_it_does.sql}
   * @throws IllegalArgumentException if the name is of another form or there is no statement
   */
  static ClickHouseMigration of(String fileName, String content) {
    var name = NAME.matcher(fileName);
    if (!name.matches()) {
      throw new IllegalArgumentException(
          "A migration's file must be named like V001__what_it_does.sql: " + fileName);
    }
    var statements = SqlStatements.split(content);
    if (statements.isEmpty()) {
      throw new IllegalArgumentException("There is no statement in " + fileName);
    }
    return new ClickHouseMigration(
        Integer.parseInt(name.group(1)),
        name.group(2).replace('_', ' '),
        sha256(content),
        statements);
  }

  /** The migration of a file beside this class. */
  static ClickHouseMigration load(String fileName) {
    try (var file = ClickHouseMigration.class.getResourceAsStream("clickhouse/" + fileName)) {
      if (file == null) {
        throw new IllegalArgumentException("There is no migration " + fileName);
      }
      return of(fileName, new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read migration " + fileName, e);
    }
  }

  private static String sha256(String content) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}
