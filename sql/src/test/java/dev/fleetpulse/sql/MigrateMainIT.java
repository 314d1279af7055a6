package dev.fleetpulse.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealComponents.class)
class MigrateMainIT {
  @TempDir Path logs;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void pointAtTheComponents(Components components) {
    var timescale = components.timescale();
    var clickHouse = components.clickhouse();
    environment.put("FLEETPULSE_TIMESCALE_URL", timescale.jdbcUrl());
    environment.put("FLEETPULSE_TIMESCALE_USER", timescale.user());
    environment.put("FLEETPULSE_TIMESCALE_PASSWORD", timescale.password());
    environment.put("FLEETPULSE_CLICKHOUSE_URL", clickHouse.url());
    environment.put("FLEETPULSE_CLICKHOUSE_USER", clickHouse.user());
    environment.put("FLEETPULSE_CLICKHOUSE_PASSWORD", clickHouse.password());
    environment.put("FLEETPULSE_CLICKHOUSE_DATABASE", clickHouse.database());
    environment.put("FLEETPULSE_SINK_PASSWORD", clickHouse.password());
    environment.put("FLEETPULSE_API_PASSWORD", clickHouse.password());
    environment.put("FLEETPULSE_GRAFANA_PASSWORD", clickHouse.password());
    environment.put("FLEETPULSE_START_PATIENCE", "PT1S");
  }

  @Test
  void threeProcessesAtOnceAndALaterOneAllSucceed() throws IOException, InterruptedException {
    var processes = new ArrayList<Process>();
    for (var i = 0; i < 3; i++) {
      processes.add(start(logs.resolve("migrator-" + i)));
    }
    for (var i = 0; i < 3; i++) {
      assertThat(processes.get(i).waitFor(60, TimeUnit.SECONDS)).isTrue();
      var log = Files.readString(logs.resolve("migrator-" + i));
      assertThat(processes.get(i).exitValue()).as(log).isZero();
      assertThat(log).contains("Both stores are up to date");
    }

    assertThat(MigrateMain.run(environment)).isZero();
  }

  @Test
  void aMissingSettingEndsWithOne() {
    environment.remove("FLEETPULSE_SINK_PASSWORD");

    assertThat(MigrateMain.run(environment)).isOne();
  }

  @Test
  void aWrongPasswordEndsWithOne() {
    environment.put("FLEETPULSE_CLICKHOUSE_PASSWORD", "wrong");

    assertThat(MigrateMain.run(environment)).isOne();
  }

  @Test
  void aStoreThatIsNotThereEndsWithOneOncePatienceIsOver() {
    environment.put("FLEETPULSE_TIMESCALE_URL", "jdbc:postgresql://127.0.0.1:1/none");

    assertThat(MigrateMain.run(environment)).isOne();
  }

  private Process start(Path log) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            MigrateMain.class.getName());
    builder.environment().keySet().removeIf(name -> name.startsWith("FLEETPULSE_"));
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }
}
