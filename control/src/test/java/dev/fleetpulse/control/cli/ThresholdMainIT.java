package dev.fleetpulse.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.service.Env;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./fleetpulse threshold} against the real broker and the real registry. */
@ExtendWith(RealComponents.class)
@Timeout(180)
class ThresholdMainIT {
  private static final int DONE = 0;
  private static final int NOT_UNDERSTOOD = 2;

  private final Map<String, String> settings;
  private final String tenant = "t" + UUID.randomUUID().toString().substring(0, 8);

  private record Said(int code, String out, String err) {}

  ThresholdMainIT(Components components) {
    settings =
        Map.of(
            "FLEETPULSE_KAFKA", components.kafka(),
            "FLEETPULSE_REGISTRY_URL", components.registryUrl());
  }

  @Test
  void setsListsAndTakesBack() {
    assertThat(threshold("set", "--tenant", tenant, "--after", "PT1M").code()).isEqualTo(DONE);
    assertThat(threshold("set", "--tenant", tenant, "--app", "shop", "--after", "PT5M").code())
        .isEqualTo(DONE);
    assertThat(threshold("list").out())
        .containsPattern(tenant + " +- +PT1M ")
        .containsPattern(tenant + " +shop +PT5M ");

    var removed = threshold("remove", "--tenant", tenant, "--app", "shop");

    assertThat(removed.code()).as(removed.err()).isEqualTo(DONE);
    assertThat(threshold("list").out()).contains(tenant).doesNotContainPattern(tenant + " +shop");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "set --tenant acme                       | --after",
        "set --tenant ACME --after PT5M          | A tenant is",
        "set --tenant acme --after PT29S         | A threshold must be from PT30S to PT24H: PT29S",
        "set --tenant acme --after P2D           | A threshold must be from PT30S to PT24H: PT48H",
        "remove --tenant nobody --app nothing    | No threshold is set for nobody/nothing",
        "list acme                               | acme",
        "                                        | Say what to do"
      })
  void saysWhatCannotBeDone(String arguments, String why) {
    var said = threshold(arguments == null ? new String[0] : arguments.strip().split(" +"));

    assertThat(said.code()).isEqualTo(NOT_UNDERSTOOD);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).contains(why);
  }

  private Said threshold(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var code =
        ThresholdMain.run(
            new Env(settings),
            Clock.systemUTC(),
            new PrintWriter(out),
            new PrintWriter(err),
            arguments);
    return new Said(code, out.toString(), err.toString());
  }
}
