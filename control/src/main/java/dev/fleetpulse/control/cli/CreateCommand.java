package dev.fleetpulse.control.cli;

import dev.fleetpulse.control.KeyOrder;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.Scope;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "create",
    description = "Makes a key and prints it; nobody can print it again.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CreateCommand implements Callable<Integer> {
  @Option(names = "--tenant", paramLabel = "TENANT", required = true, description = "Whose key.")
  private String tenant;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      required = true,
      split = ",",
      description = "What it allows: ingest, read, admin, enroll; several divided by commas.")
  private List<Scope> scopes;

  @ArgGroup private Bound bound;

  /** One of the two at most. */
  private static final class Bound {
    @Option(
        names = "--instance",
        paramLabel = "ID",
        description = "The only instance it may send for.")
    private String instanceId;

    @Option(names = "--app", paramLabel = "APP", description = "The only app it may send for.")
    private String app;

    Binding binding() {
      return instanceId == null ? new Binding.App(app) : new Binding.Instance(instanceId);
    }
  }

  private final ControlTopic control;
  private final PrintWriter out;
  private final PrintWriter err;

  CreateCommand(ControlTopic control, PrintWriter out, PrintWriter err) {
    this.control = control;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws InterruptedException {
    var binding = bound == null ? new Binding.Tenant() : bound.binding();
    var order = new KeyOrder(tenant, EnumSet.copyOf(scopes), binding);
    return control.run(
        (_, writer) -> {
          var made = writer.makeUp();
          var told = scopes.stream().sorted().distinct().map(Scope::text).toList();
          control.take(
              tenant, "key.create", made.key().id(), Map.of("scopes", String.join(",", told)));
          writer.create(made, order, control.author());
          err.printf(
              "Key %s works from now on; keep it, it is shown only this once:%n", made.key().id());
          out.println(made.text());
          return 0;
        });
  }
}
