package dev.fleetpulse.load;

import dev.fleetpulse.load.recording.DataFolder;
import dev.fleetpulse.load.recording.Part;
import dev.fleetpulse.load.recording.Recording;
import dev.fleetpulse.service.Env;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to replay. */
final class RecordingOptions {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description =
          "Recorded files: machines, model requests, error reports with their order, or requests of"
              + " our own protocol. Without any, the whole folder of data.")
  private List<Path> files = List.of();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder of data. Default: FLEETPULSE_DATA.")
  private Path data;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Only the N earliest heartbeats and errors.")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = "--instances",
      paramLabel = "N",
      description = "Only what the N instances send that come first.")
  private int instances = Integer.MAX_VALUE;

  /**
   * Opens what was asked for.
   *
   * @throws IllegalArgumentException if nothing was asked for
   */
  Recording recording(Env env) {
    var part = new Part(limit, instances);
    if (!files.isEmpty()) {
      return Recording.of(files, part);
    }
    var folder = data == null ? env.find("DATA").map(Path::of).orElse(null) : data;
    if (folder == null) {
      throw new IllegalArgumentException(
          "Nothing to replay: name recorded files, or a folder of data with --data or"
              + " FLEETPULSE_DATA");
    }
    return Recording.of(DataFolder.files(folder), part);
  }
}
