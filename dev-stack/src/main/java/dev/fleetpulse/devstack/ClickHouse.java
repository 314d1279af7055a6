package dev.fleetpulse.devstack;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * ClickHouse with its HTTP interface as a child process, on the loopback interface.
 *
 * <p>Its users are fixed at start: this edition reads them from a file and can't create any by SQL
 * ({@code CREATE USER} answers with code 514 or 495).
 */
public final class ClickHouse implements Component {
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration STOP_MAX = Duration.ofSeconds(10);

  private final Path program;
  private final Path folder;
  private final int port;
  private final List<User> users;
  private final Path log;
  private ChildProcess process;

  /**
   * Somebody who may log in with a password.
   *
   * @param grants statements such as {@code GRANT SELECT ON fleetpulse.*}; none for an
   *     administrator
   * @param limits of every query, for readers: settings that a query may lower but neither lift nor
   *     switch off; none for those who write
   * @param filters which rows of which tables it sees; all of the others
   */
  public record User(
      String name,
      String password,
      List<String> grants,
      Map<String, Long> limits,
      List<RowFilter> filters) {
    public User {
      grants = List.copyOf(grants);
      limits = Map.copyOf(limits);
      filters = List.copyOf(filters);
    }

    /** Somebody who sees all rows of what is granted. */
    public User(String name, String password, List<String> grants, Map<String, Long> limits) {
      this(name, password, grants, limits, List.of());
    }

    /** The same, who sees of each table only the rows of the tenant that the query names. */
    public User narrowed(List<String> databases) {
      var narrowing = new ArrayList<RowFilter>();
      for (var database : databases) {
        for (var table : TENANTS_TABLES) {
          narrowing.add(new RowFilter(database, table, "tenant = getSetting('log_comment')"));
        }
      }
      return new User(name, password, grants, limits, narrowing);
    }

    /** Somebody who may do everything. */
    public static User administrator(String name, String password) {
      return new User(name, password, List.of(), Map.of());
    }
  }

  /**
   * A condition on the rows of a table.
   *
   * @param condition must have no character in it that XML reads otherwise
   */
  public record RowFilter(String database, String table, String condition) {}

  /** The tables that hold rows of tenants; the migrator complains where one is missing here. */
  private static final List<String> TENANTS_TABLES =
      List.of("heartbeats", "usage_hourly", "error_occurrences");

  /**
   * Starts nothing yet.
   *
   * @param program see {@link ComponentCache#clickhouse}
   * @param folder of its data and configuration, kept over restarts
   */
  public ClickHouse(Path program, Path folder, int port, List<User> users, Path log) {
    this.program = program;
    this.folder = folder;
    this.port = port;
    this.users = List.copyOf(users);
    this.log = log;
  }

  @Override
  public String name() {
    return "clickhouse";
  }

  /** Its HTTP interface. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public Optional<ChildProcess> process() {
    return Optional.ofNullable(process);
  }

  @Override
  public void start() {
    var configuration = folder.resolve("config.xml");
    var onStart = folder.resolve("start.sql");
    try {
      Files.createDirectories(folder);
      writePrivately(configuration, CONFIGURATION);
      writePrivately(folder.resolve("users.xml"), usersFile());
      writePrivately(onStart, "SYSTEM START LISTEN HTTP");
    } catch (IOException e) {
      throw new ComponentException("clickhouse can't write its configuration in " + folder, e);
    }
    var command =
        JavaProcess.command(
            List.of(
                "-Xrs",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:ErrorFile=" + log.resolveSibling("clickhouse-crash.log")),
            List.of(
                "-cp",
                JavaProcess.ownClasses().toString(),
                ClickHouseHost.class.getName(),
                program.resolve("libchdb.so").toString(),
                "--config-file=" + configuration,
                "--path=" + folder.resolve("data"),
                "--listen_host=127.0.0.1",
                "--http_port=" + port,
                // After the first file it waits for the end of the second, which is ours to close.
                "--queries-file",
                onStart.toString(),
                "/dev/stdin"));
    // The engine's signal handlers are chained to the JVM's by this library of the JDK.
    var environment =
        Map.of("LD_PRELOAD", JavaProcess.JAVA_HOME.resolve("lib/libjsig.so").toString());
    process = ChildProcess.start(new Launch(name(), List.of(), command, environment, "KILL", log));
  }

  @Override
  public void awaitReady() throws InterruptedException {
    var ping = URI.create(url() + "/ping");
    Readiness.await(name(), process, START_MAX, () -> Readiness.answers(ping));
  }

  @Override
  public void close() {
    if (process != null) {
      process.closeInput(STOP_MAX);
    }
  }

  private static final String CONFIGURATION =
      """
      <clickhouse>
        <logger><console>1</console></logger>
        <log-level>warning</log-level>
        <user_directories><users_xml><path>users.xml</path></users_xml></user_directories>
        <max_server_memory_usage>1000000000</max_server_memory_usage>
        <mark_cache_size>33554432</mark_cache_size>
        <index_mark_cache_size>8388608</index_mark_cache_size>
        <uncompressed_cache_size>0</uncompressed_cache_size>
        <mmap_cache_size>64</mmap_cache_size>
        <background_pool_size>2</background_pool_size>
        <background_schedule_pool_size>4</background_schedule_pool_size>
      </clickhouse>
      """;

  /**
   * The user default runs the statement that opens the port and can't be left out; it may do
   * nothing else.
   */
  private String usersFile() {
    return """
        <clickhouse>
          <quotas><default/></quotas>
          <profiles>
            <default/>
        %s  </profiles>
          <users>
            <default>
              <no_password/>
              <networks><ip>127.0.0.1</ip></networks>
              <grants><query>GRANT SYSTEM LISTEN ON *.*</query></grants>
            </default>
        %s  </users>
        </clickhouse>
        """
        .formatted(
            users.stream().map(ClickHouse::profile).collect(Collectors.joining()),
            users.stream().map(ClickHouse::account).collect(Collectors.joining()));
  }

  private static String profile(User user) {
    var settings = new StringBuilder();
    var constraints = new StringBuilder();
    if (!user.limits().isEmpty()) {
      settings.append("<readonly>2</readonly>");
      constraints.append("<readonly><const/></readonly>");
    }
    user.limits()
        .forEach(
            (name, most) -> {
              settings.append("<%1$s>%2$d</%1$s>".formatted(name, most));
              constraints.append("<%1$s><min>1</min><max>%2$d</max></%1$s>".formatted(name, most));
            });
    return """
            <%1$s>%2$s<constraints>%3$s</constraints></%1$s>
        """
        .formatted(user.name(), settings, constraints);
  }

  private static String account(User user) {
    var grants =
        user.grants().stream()
            .map(grant -> "<query>" + grant + "</query>")
            .collect(Collectors.joining());
    var rights =
        grants.isEmpty()
            ? "<access_management>1</access_management>"
            : "<grants>" + grants + "</grants>";
    return """
            <%1$s>
              <password_sha256_hex>%2$s</password_sha256_hex>
              <networks><ip>127.0.0.1</ip></networks>
              <profile>%1$s</profile>
              %3$s
              <databases>%4$s</databases>
            </%1$s>
        """
        .formatted(user.name(), sha256(user.password()), rights, filters(user));
  }

  private static String filters(User user) {
    return user.filters().stream()
        .map(
            filter ->
                "<%1$s><%2$s><filter>%3$s</filter></%2$s></%1$s>"
                    .formatted(filter.database(), filter.table(), filter.condition()))
        .collect(Collectors.joining());
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void writePrivately(Path file, String content) throws IOException {
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
