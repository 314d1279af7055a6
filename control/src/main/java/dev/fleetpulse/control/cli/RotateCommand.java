package dev.fleetpulse.control.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rotate",
    description = {
      "Makes a second key with the rights of one that is valid, and prints it.",
      "The old one stays valid until it is revoked, or as long as --overlap says."
    },
    mixinStandardHelpOptions = true)
final class RotateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "The old key's id, the part after fpk_.")
  private String id;

  @Option(
      names = "--overlap",
      paramLabel = "DURATION",
      description = "How long the old key stays valid, ISO 8601, for example PT24H.")
  private Duration overlap;

  private final ControlTopic control;
  private final PrintWriter out;
  private final PrintWriter err;

  RotateCommand(ControlTopic control, PrintWriter out, PrintWriter err) {
    this.control = control;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (overlap != null && overlap.isNegative()) {
      throw new IllegalArgumentException("--overlap must not be negative: " + overlap);
    }
    return control.run(
        (keys, writer) -> {
          var now = control.clock().instant();
          var old =
              keys.entry(id)
                  .orElseThrow(() -> new IllegalArgumentException("There is no key " + id));
          if (!old.isValid(now)) {
            throw new IllegalArgumentException("Key " + id + " is no longer valid");
          }
          var endsAt = Optional.ofNullable(overlap).map(now.truncatedTo(ChronoUnit.SECONDS)::plus);
          var made = writer.makeUp();
          control.take(old.key().tenant(), "key.rotate", id, Map.of("newKey", made.key().id()));
          writer.rotate(made, old, endsAt, control.author());
          err.printf(
              "Key %s works from now on; keep it, it is shown only this once. Key %s stays valid until %s:%n",
              made.key().id(), id, endsAt.map(Object::toString).orElse("it is revoked"));
          out.println(made.text());
          return 0;
        });
  }
}
