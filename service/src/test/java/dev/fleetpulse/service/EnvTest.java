package dev.fleetpulse.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvTest {
  @Test
  void namesARequiredSettingThatIsAbsent() {
    assertThatThrownBy(() -> new Env(Map.of()).require("KAFKA"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("FLEETPULSE_KAFKA is required");
  }

  @Test
  void anEmptySettingIsAbsent() {
    assertThat(new Env(Map.of("FLEETPULSE_HOST", "")).get("HOST", "127.0.0.1"))
        .isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ten", "0", "70000", "1.5"})
  void refusesANumberThatIsNoneOrOutOfRange(String text) {
    var env = new Env(Map.of("FLEETPULSE_PORT", text));

    assertThatThrownBy(() -> env.integer("PORT", 9400, 1, 65535))
        .hasMessage("FLEETPULSE_PORT must be a whole number from 1 to 65535: " + text);
  }

  @Test
  void readsADuration() {
    assertThat(new Env(Map.of()).duration("DOWN_AFTER", "PT180S")).isEqualTo(Duration.ofMinutes(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"180", "PT0S", "-PT1S", "3 minutes"})
  void refusesADurationThatIsNoneOrNotPositive(String text) {
    var env = new Env(Map.of("FLEETPULSE_DOWN_AFTER", text));

    assertThatThrownBy(() -> env.duration("DOWN_AFTER", "PT180S"))
        .hasMessageContaining("FLEETPULSE_DOWN_AFTER")
        .hasMessageContaining(text);
  }

  @Test
  void readsASecretFromAFile(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("password"), "opensesame\n");

    var env = new Env(Map.of("FLEETPULSE_PASSWORD_FILE", file.toString()));

    assertThat(env.require("PASSWORD")).isEqualTo("opensesame");
    assertThatCode(env::refuseUnread).doesNotThrowAnyException();
  }

  @Test
  void refusesASettingGivenTwice(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("password"), "a");
    var env =
        new Env(Map.of("FLEETPULSE_PASSWORD", "b", "FLEETPULSE_PASSWORD_FILE", file.toString()));

    assertThatThrownBy(() -> env.require("PASSWORD")).hasMessageContaining("exclude each other");
  }

  @Test
  void namesAFileThatCannotBeRead() {
    var env = new Env(Map.of("FLEETPULSE_PASSWORD_FILE", "nowhere/password"));

    assertThatThrownBy(() -> env.require("PASSWORD"))
        .hasMessageContaining("FLEETPULSE_PASSWORD_FILE")
        .hasMessageContaining("nowhere/password");
  }

  @Test
  void refusesWhatNobodyRead() {
    var env = new Env(Map.of("FLEETPULSE_KAFKA", "k", "FLEETPULSE_KAKFA", "k", "PATH", "p"));
    env.require("KAFKA");

    assertThatThrownBy(env::refuseUnread).hasMessage("Unknown settings: FLEETPULSE_KAKFA");
  }

  @Test
  void refusesALogFormatThatIsNone() {
    assertThatCode(new Env(Map.of("FLEETPULSE_LOG_FORMAT", "json"))::refuseUnread)
        .doesNotThrowAnyException();
    assertThatThrownBy(new Env(Map.of("FLEETPULSE_LOG_FORMAT", "xml"))::refuseUnread)
        .hasMessage("FLEETPULSE_LOG_FORMAT must be text or json: xml");
  }
}
