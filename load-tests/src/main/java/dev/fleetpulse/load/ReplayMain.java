package dev.fleetpulse.load;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.fleetpulse.load.check.AmbiguousRecordingException;
import dev.fleetpulse.load.check.Check;
import dev.fleetpulse.load.check.QueryApi;
import dev.fleetpulse.load.recording.Census;
import dev.fleetpulse.load.recording.Recording;
import dev.fleetpulse.load.recording.RecordingException;
import dev.fleetpulse.load.recording.Shift;
import dev.fleetpulse.load.replay.IngestClient;
import dev.fleetpulse.load.replay.Progress;
import dev.fleetpulse.load.replay.Replay;
import dev.fleetpulse.load.replay.Report;
import dev.fleetpulse.load.replay.StopSignal;
import dev.fleetpulse.service.Env;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code ./fleetpulse replay}: sends a recording to ingest, tells how it goes, and on request
 * checks what the query API then says.
 *
 * <p>Ends with 0 if everything was acknowledged and every checked figure is equal, with 1 if not,
 * and with 2 if it could not begin.
 */
@Command(
    name = "fleetpulse replay",
    sortOptions = false,
    description = "Replays recorded traffic of a fleet through HTTP, moved to the present.")
public final class ReplayMain implements Callable<Integer> {
  @Mixin private final RecordingOptions recordingOptions = new RecordingOptions();
  @Mixin private final SendingOptions sendingOptions = new SendingOptions();
  @Mixin private final CheckOptions checkOptions = new CheckOptions();

  @Option(names = "--report", paramLabel = "FILE", description = "Writes the report as JSON.")
  private Path reportFile;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this and ends.")
  @SuppressWarnings("UnusedVariable") // Only picocli itself reads it.
  private boolean helpWanted;

  private final Env env;
  private final Clock clock;
  private final PrintStream out;
  private final boolean terminal;
  private boolean begun;

  ReplayMain(Env env, Clock clock, PrintStream out, boolean terminal) {
    this.env = env;
    this.clock = clock;
    this.out = out;
    this.terminal = terminal;
  }

  public static void main(String... arguments) {
    var main =
        new ReplayMain(
            new Env(System.getenv()),
            Clock.systemUTC(),
            System.out,
            Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
    System.exit(commandLine(main).execute(arguments));
  }

  static CommandLine commandLine(ReplayMain main) {
    return new CommandLine(main)
        .setExecutionExceptionHandler(
            (failure, commandLine, _) -> {
              switch (failure) {
                case RecordingException _,
                    AmbiguousRecordingException _,
                    IllegalArgumentException _,
                    IOException _ ->
                    commandLine.getErr().println("replay: " + failure.getMessage());
                default -> failure.printStackTrace(commandLine.getErr());
              }
              return main.begun ? ExitCode.SOFTWARE : ExitCode.USAGE;
            });
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var recording = recordingOptions.recording(env);
    out.println("Reading the recording");
    var census = Census.of(recording);
    if (census.events() == 0) {
      throw new IllegalArgumentException("The recording is empty");
    }
    var shift = sendingOptions.shift(census, clock.instant());
    try (var ingest = new IngestClient(sendingOptions.url(env), sendingOptions.key(env));
        var api = new QueryApi(checkOptions.url(env), sendingOptions.key(env))) {
      if (!checkOptions.wanted()) {
        return replay(recording, census, shift, ingest).complete()
            ? ExitCode.OK
            : ExitCode.SOFTWARE;
      }
      var check = Check.prepare(api, recording, shift);
      out.println("The API's figures are compared by how much they grow from here on");
      var report = replay(recording, census, shift, ingest);
      if (report.stopped().isPresent()) {
        out.println("Not checked, for not everything was sent");
        return ExitCode.SOFTWARE;
      }
      var verdict = checkOptions.verdict(check);
      out.println(verdict.text());
      return report.complete() && verdict.equal() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private Report replay(Recording recording, Census census, Shift shift, IngestClient ingest)
      throws IOException, InterruptedException {
    var stop = new StopSignal();
    var replay = new Replay(ingest, sendingOptions.limits(), stop);
    var speed = sendingOptions.speed();
    begun = true;
    try (var _ = Interruption.gives(stop)) {
      var report = replay.run(recording, census, shift, speed, new Progress(out, terminal));
      out.print(report.text());
      if (reportFile != null) {
        write(report);
      }
      return report;
    }
  }

  private void write(Report report) throws IOException {
    JsonMapper.builder()
        .addModule(new Jdk8Module())
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValue(reportFile.toFile(), report);
  }
}
