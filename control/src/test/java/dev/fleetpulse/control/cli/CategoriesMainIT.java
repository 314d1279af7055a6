package dev.fleetpulse.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.service.Env;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./fleetpulse categories} against the real broker and the real registry. */
@ExtendWith(RealComponents.class)
@Timeout(180)
class CategoriesMainIT {
  private static final String RULES =
      "# ours\ntimeout  says slow\nconfig  frame com.shop.config.\n";

  private final Map<String, String> settings;
  private final String tenant = "t" + UUID.randomUUID().toString().substring(0, 8);

  @TempDir private Path folder;

  private record Said(int code, String out, String err) {}

  CategoriesMainIT(Components components) {
    settings =
        Map.of(
            "FLEETPULSE_KAFKA", components.kafka(),
            "FLEETPULSE_REGISTRY_URL", components.registryUrl());
  }

  @Test
  void setsShowsAndRemovesRules() throws IOException {
    var set = categories("set", file(RULES), "--tenant", tenant);
    assertThat(set.code()).as(set.err()).isZero();
    assertThat(set.err())
        .isEqualTo("2 rules of " + tenant + " hold for errors accepted from now on\n");
    assertThat(categories("show", "--tenant", tenant).out()).isEqualTo(RULES);

    assertThat(categories("remove", "--tenant", tenant).code()).isZero();

    assertThat(categories("show", "--tenant", tenant))
        .isEqualTo(new Said(1, "", tenant + " has no rules of its own\n"));
    assertThat(categories("remove", "--tenant", tenant).code()).isEqualTo(1);
  }

  @Test
  void whatIsNoRuleIsRefusedAndChangesNothing() throws IOException {
    categories("set", file(RULES), "--tenant", tenant);

    assertThat(
            categories("set", file("timeout says slow\nweather says rain\n"), "--tenant", tenant))
        .isEqualTo(
            new Said(
                2,
                "",
                "categories: Rules of categories, line 2 names no category there is: weather\n"));
    assertThat(categories("set", folder.resolve("none").toString(), "--tenant", tenant).err())
        .startsWith("categories: Can't read ");
    assertThat(categories("set", file(RULES), "--tenant", "a/b").code()).isEqualTo(2);
    assertThat(categories("show", "--tenant", tenant).out()).isEqualTo(RULES);
  }

  private String file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "own", ".rules"), text).toString();
  }

  private Said categories(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var code =
        CategoriesMain.run(
            new Env(settings),
            Clock.systemUTC(),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            arguments);
    return new Said(code, out.toString(), err.toString());
  }
}
