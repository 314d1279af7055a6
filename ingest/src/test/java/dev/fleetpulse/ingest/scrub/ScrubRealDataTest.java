package dev.fleetpulse.ingest.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.request.JsonBody;
import dev.fleetpulse.ingest.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Real stack traces and metrics, in which nothing may be hit without a reason that was reviewed.
 */
class ScrubRealDataTest {
  /** What is taken out, and rightly so. */
  private static final Map<String, String> REVIEWED =
      Map.of("HDFS-4501", "token=… in the address of a file system image is an access token");

  private Path data;

  @BeforeEach
  void findData() {
    var folder = System.getenv("FLEETPULSE_DATA");
    Assumptions.assumeTrue(
        folder != null && !folder.isEmpty(),
        "FLEETPULSE_DATA names no folder of data, so real texts are not scrubbed");
    data = Path.of(folder);
  }

  @Test
  void nothingButReviewedSecretsIsTakenOut() throws IOException {
    var names = new SecretNames(List.of());
    var texts = new TextScrubber(new Detectors(names, List.of(), false));
    var shapes = new TextScrubber(new Detectors(List.of()));
    var keys = new KeyTraits.Table(names, shapes);
    var hits = new TreeMap<String, String>();
    var lines = 0;
    for (var file : files()) {
      for (var line : lines(file)) {
        lines++;
        var found = new Found();
        texts.scrub(line, found);
        new DocumentScrubber(names, keys, texts, shapes, found).scrub(parsed(line));
        if (found.total() > 0 && REVIEWED.keySet().stream().noneMatch(line::contains)) {
          hits.put(
              file.getFileName() + ": " + line.substring(0, Math.min(120, line.length())),
              found.toString());
        }
      }
    }

    assertThat(lines).isGreaterThan(5_000);
    assertThat(hits).isEmpty();
  }

  private List<Path> files() throws IOException {
    try (var found = Files.walk(data)) {
      return found.filter(file -> file.toString().matches(".*\\.jsonl(\\.gz)?")).sorted().toList();
    }
  }

  private static List<String> lines(Path file) throws IOException {
    try (var stream = open(file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("{"))
          .toList();
    }
  }

  private static InputStream open(Path file) throws IOException {
    var stream = Files.newInputStream(file);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(stream) : stream;
  }

  private static ObjectNode parsed(String line) {
    return switch (JsonBody.read(line.getBytes(StandardCharsets.UTF_8))) {
      case Verdict.Accepted<ObjectNode>(var document) -> document;
      case Verdict.Refused<ObjectNode> refused -> throw new AssertionError("Refused: " + line);
    };
  }
}
