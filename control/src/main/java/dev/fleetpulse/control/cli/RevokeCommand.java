package dev.fleetpulse.control.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "revoke",
    description = "Ends a key for good, everywhere within two seconds.",
    mixinStandardHelpOptions = true)
final class RevokeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "The key's id, the part after fpk_.")
  private String id;

  private final ControlTopic control;
  private final PrintWriter err;

  RevokeCommand(ControlTopic control, PrintWriter err) {
    this.control = control;
    this.err = err;
  }

  @Override
  public Integer call() throws InterruptedException {
    return control.run(
        (keys, writer) -> {
          var key =
              keys.entry(id)
                  .orElseThrow(() -> new IllegalArgumentException("There is no key " + id));
          if (key.revokedAt().isPresent()) {
            err.printf("Key %s was revoked already, at %s%n", id, key.revokedAt().get());
            return 0;
          }
          control.take(key.key().tenant(), "key.revoke", id, Map.of());
          writer.revoke(id);
          err.printf("Key %s is revoked; within two seconds nobody takes it any more%n", id);
          return 0;
        });
  }
}
