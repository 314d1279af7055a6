package dev.fleetpulse.devstack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * PostgreSQL data for tests, made once and copied for each test run: it holds a template database
 * with the extension, from which a fresh database is a copy of a few megabytes.
 */
public final class TimescaleTemplate {
  /** What {@code CREATE DATABASE … TEMPLATE} takes. */
  public static final String NAME = "fleetpulse_template";

  public static final String USER = "fleetpulse";
  public static final String PASSWORD = "fleetpulse";

  private final Path installation;
  private final Path folder;

  /**
   * Makes nothing yet.
   *
   * @param installation see {@link ComponentCache#postgresql}
   */
  public TimescaleTemplate(Path installation) {
    this.installation = installation;
    this.folder =
        ComponentCache.folder()
            .resolve(
                "postgresql-test-data-"
                    + HexFormat.of().toHexDigits(installation.toString().hashCode()));
  }

  /**
   * Copies the data, which is made first where that was never done.
   *
   * @param target a folder that does not exist
   */
  public void copyTo(Path target) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    try (var lock =
        FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      if (!Files.exists(folder.resolve("complete"))) {
        make();
        Files.createFile(folder.resolve("complete"));
      }
    }
    // The owner counts, too: PostgreSQL refuses data that belongs to another user.
    var copy =
        new ProcessBuilder("cp", "-a", folder.resolve("data").toString(), target.toString())
            .inheritIO()
            .start();
    if (copy.waitFor() != 0) {
      throw new IOException("can't copy " + folder + " to " + target);
    }
  }

  private Path lockFile() {
    return folder.resolve("lock");
  }

  private void make() throws IOException, InterruptedException {
    Folders.delete(folder.resolve("data"));
    try (var timescale =
        new Timescale(
            installation,
            folder.resolve("data"),
            Ports.free(),
            USER,
            PASSWORD,
            Timescale.WITHOUT_DURABILITY,
            folder.resolve("postgresql.log"))) {
      timescale.start();
      timescale.awaitReady();
      execute(timescale.database("postgres"), "CREATE DATABASE " + NAME);
      execute(timescale.database(NAME), "CREATE EXTENSION timescaledb");
      execute(
          timescale.database("postgres"),
          "ALTER DATABASE " + NAME + " IS_TEMPLATE true ALLOW_CONNECTIONS false");
    } catch (SQLException e) {
      throw new IOException("can't make the template database", e);
    }
  }

  private static void execute(Database database, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
