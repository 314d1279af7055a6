package dev.fleetpulse.signature.cli;

import dev.fleetpulse.signature.ErrorFacts;
import dev.fleetpulse.signature.Explanation;
import dev.fleetpulse.signature.StackText;
import dev.fleetpulse.signature.score.Scores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ./fleetpulse signatures}: what would be grouped with what, without a running stack.
 *
 * <p>Ends with 0 if everything was read, with 1 if a file or a line could not be, and with 2 if the
 * order makes no sense.
 */
@Command(
    name = "fleetpulse signatures",
    sortOptions = false,
    description = {
      "Signs errors: reads lines {\"id\",\"stack\"} and writes lines {\"id\",\"signature\"}.",
      "A line without a stack is signed by its \"type\" and \"message\"."
    })
public final class SignaturesMain implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "Lines of JSON, or with --explain one stack trace; - is the standard input.")
  private Path file;

  @ArgGroup private Instead instead = new Instead();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this and ends.")
  @SuppressWarnings("UnusedVariable") // Only picocli itself reads it.
  private boolean helpWanted;

  @Spec private CommandSpec spec;

  private final Map<String, String> environment;

  /** What else the command may do. */
  private static final class Instead {
    @Option(names = "--explain", description = "Explains the signature of the one trace in FILE.")
    private boolean explain;

    @Option(
        names = "--map-from",
        paramLabel = "SIGNED",
        description = {
          "Lines {\"id\",\"signature\"} that another version wrote for the same FILE; writes lines",
          "{\"old\",\"new\",\"errors\"} instead, which signature became which."
        })
    private Path earlier;

    @Option(
        names = "--score",
        description = {
          "Scores our signature and the plain rule on labelled errors in the folder FILE;",
          "without FILE on $FLEETPULSE_DATA/dedup."
        })
    private boolean score;
  }

  SignaturesMain(Map<String, String> environment) {
    this.environment = environment;
  }

  public static void main(String... arguments) {
    var out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(System.getenv(), out, err, arguments));
  }

  /** The exit code. */
  static int run(
      Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments) {
    var code =
        new CommandLine(new SignaturesMain(environment))
            .setOut(out)
            .setErr(err)
            .setExecutionExceptionHandler((failure, _, _) -> failed(failure, err))
            .execute(arguments);
    out.flush();
    return code;
  }

  private static int failed(Exception failure, PrintWriter err) {
    switch (failure) {
      case NoSuchFileException missing ->
          err.println("signatures: There is no file " + missing.getFile());
      case IOException unreadable -> err.println("signatures: " + unreadable.getMessage());
      default -> failure.printStackTrace(err);
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    if (instead.score) {
      Scores.of(labelled()).print(out);
    } else if (file == null) {
      throw new ParameterException(
          spec.commandLine(), "Name a FILE with a line of JSON per error, or - for the input");
    } else if (instead.explain) {
      explain(out);
    } else if (instead.earlier != null) {
      map(out);
    } else {
      sign(out);
    }
    return CommandLine.ExitCode.OK;
  }

  private Path labelled() {
    if (file != null) {
      return file;
    }
    var data = environment.get("FLEETPULSE_DATA");
    if (data == null || data.isBlank()) {
      throw new ParameterException(
          spec.commandLine(), "Name the folder of labelled errors, or the data in FLEETPULSE_DATA");
    }
    return Path.of(data, "dedup");
  }

  private BufferedReader reader() throws IOException {
    return file.toString().equals("-")
        ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        : Files.newBufferedReader(file);
  }

  private void sign(PrintWriter out) throws IOException {
    try (var lines = new JsonLines(file.toString(), reader())) {
      new SignedLines(lines, out).writeAll();
    }
  }

  private void map(PrintWriter out) throws IOException {
    var mapping = new SignatureMapping();
    var name = instead.earlier.toString();
    try (var lines = new JsonLines(name, Files.newBufferedReader(instead.earlier))) {
      mapping.readEarlier(lines);
    }
    try (var lines = new JsonLines(file.toString(), reader())) {
      new SignedLines(lines, out).addAllTo(mapping);
    }
    mapping.write(out);
  }

  private void explain(PrintWriter out) throws IOException {
    var stack = new StringBuilder();
    try (var reader = reader()) {
      var buffer = new char[8192];
      for (var read = reader.read(buffer);
          read >= 0 && stack.length() <= StackText.CHARACTERS_MAX;
          read = reader.read(buffer)) {
        stack.append(buffer, 0, read);
      }
    }
    new ExplanationText(out).print(Explanation.of(ErrorFacts.ofStack(stack.toString())));
  }
}
