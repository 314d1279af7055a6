package dev.fleetpulse.control.cli;

import dev.fleetpulse.control.KeyRing;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.Scope;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = {
      "Lists keys, the oldest first; their secrets are known to nobody.",
      "The last use is a minute or two behind."
    },
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  private static final String ROW = "%-8s  %-16s  %-24s  %-24s  %-20s  %-26s  %s%n";

  @Option(names = "--tenant", paramLabel = "TENANT", description = "Only this tenant's keys.")
  private String tenant;

  private final ControlTopic control;
  private final PrintWriter out;

  ListCommand(ControlTopic control, PrintWriter out) {
    this.control = control;
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    return control.run(
        (keys, _) -> {
          print(keys, control.lastUses());
          return 0;
        });
  }

  private void print(KeyRing keys, Map<String, Instant> lastUses) {
    var now = control.clock().instant();
    out.printf(ROW, "ID", "TENANT", "SCOPES", "BOUND TO", "CREATED", "STATE", "LAST USED");
    keys.entries()
        .filter(key -> tenant == null || tenant.equals(key.key().tenant()))
        .sorted(Comparator.comparing(KeyRing.Entry::createdAt).thenComparing(KeyRing.Entry::id))
        .forEach(
            key ->
                out.printf(
                    ROW,
                    key.id(),
                    key.key().tenant(),
                    scopes(key),
                    boundTo(key.key().binding()),
                    second(key.createdAt()),
                    state(key, now),
                    lastUses.containsKey(key.id()) ? second(lastUses.get(key.id())) : "-"));
  }

  private static String scopes(KeyRing.Entry key) {
    return key.key().scopes().stream().sorted().map(Scope::text).collect(Collectors.joining(","));
  }

  private static String boundTo(Binding binding) {
    return switch (binding) {
      case Binding.Tenant() -> "-";
      case Binding.App(var app) -> "app " + app;
      case Binding.Instance(var instanceId) -> "instance " + instanceId;
    };
  }

  private static String state(KeyRing.Entry key, Instant now) {
    if (key.revokedAt().isPresent()) {
      return "revoked " + second(key.revokedAt().get());
    }
    return key.endsAt()
        .map(end -> (key.isValid(now) ? "until " : "ended ") + second(end))
        .orElse("valid");
  }

  private static String second(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
