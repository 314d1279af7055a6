package dev.fleetpulse.devstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The components' programs, fetched once into a folder of the user's ({@code ~/.cache/fleetpulse},
 * or {@code FLEETPULSE_CACHE}) by the script {@code components/fetch}, which says what comes from
 * where.
 */
public final class ComponentCache {
  private static final String SCRIPT = "fetch";
  private static final List<String> FILES =
      List.of(
          SCRIPT, "clickhouse/package.json", "clickhouse/package-lock.json", "clickhouse/npmrc");

  private ComponentCache() {}

  /** PostgreSQL 17 with TimescaleDB: the folder that holds {@code bin/postgres}. */
  public static Path postgresql() {
    return fetch("postgresql");
  }

  /** The schema registry: the folder that holds {@code quarkus-run.jar}. */
  public static Path registry() {
    return fetch("registry");
  }

  /** ClickHouse: the folder that holds {@code libchdb.so}. */
  public static Path clickhouse() {
    return fetch("clickhouse");
  }

  /** The load generator of the benchmarks: its program. */
  public static Path wrk() {
    return fetch("wrk").resolve("wrk");
  }

  /** Where it all is; tests keep what they can reuse there, too. */
  static Path folder() {
    var given = System.getenv("FLEETPULSE_CACHE");
    if (given != null && !given.isEmpty()) {
      return Path.of(given);
    }
    var caches = System.getenv("XDG_CACHE_HOME");
    return (caches != null && !caches.isEmpty()
            ? Path.of(caches)
            : Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("fleetpulse");
  }

  private static Path fetch(String component) {
    try {
      var scripts = Files.createTempDirectory("fleetpulse-fetch-");
      try {
        unpack(scripts);
        return run(scripts.resolve(SCRIPT), component);
      } finally {
        Folders.delete(scripts);
      }
    } catch (IOException e) {
      throw new ComponentException("can't fetch " + component + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ComponentException("fetching " + component + " was interrupted", e);
    }
  }

  private static Path run(Path script, String component) throws IOException, InterruptedException {
    var fetch =
        new ProcessBuilder("bash", script.toString(), component)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var output = fetch.getInputStream()) {
      var folder = new String(output.readAllBytes(), StandardCharsets.UTF_8).trim();
      if (fetch.waitFor() != 0) {
        throw new ComponentException(component + " could not be fetched");
      }
      return Path.of(folder);
    } finally {
      fetch.destroy();
    }
  }

  private static void unpack(Path target) throws IOException {
    for (var file : FILES) {
      try (var content = ComponentCache.class.getResourceAsStream("components/" + file)) {
        var copy = target.resolve(file);
        Files.createDirectories(copy.getParent());
        Files.copy(content, copy);
      }
    }
  }
}
