package dev.fleetpulse.load.recording;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the real series stand in a folder of data. */
public final class DataFolder {
  private static final List<String> FILES =
      List.of(
          "traffic/heartbeats_gcd.jsonl.gz",
          "traffic/usage_azure_llm.jsonl.gz",
          "traffic/error_order.jsonl.gz",
          "dedup/node_ci.jsonl",
          "dedup/apache_jira.jsonl",
          "dedup/defects4j_crash.jsonl",
          "dedup/bugsinpy.jsonl",
          "dedup/syzbot.jsonl");

  private DataFolder() {}

  /**
   * The files that make up the whole recording.
   *
   * @throws RecordingException naming the first one that is not there
   */
  public static List<Path> files(Path folder) {
    var files = FILES.stream().map(folder::resolve).toList();
    for (var file : files) {
      if (!Files.isReadable(file)) {
        throw new RecordingException(file, "it is missing from the folder of data");
      }
    }
    return files;
  }
}
