package dev.fleetpulse.devstack.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @Test
  void aSecretStaysTheSameOverStarts(@TempDir Path folder) throws Exception {
    var first = new Secrets(folder.resolve("secrets")).password("api");
    assertThat(new Secrets(folder.resolve("secrets")).password("api")).isEqualTo(first);
  }

  @Test
  void noTwoSecretsAreTheSame(@TempDir Path folder) throws Exception {
    var secrets = new Secrets(folder);
    assertThat(secrets.password("api")).hasSize(40).isNotEqualTo(secrets.password("sink"));
  }

  @Test
  void onlyTheOwnerCanReadThem(@TempDir Path folder) throws Exception {
    var secrets = new Secrets(folder.resolve("secrets"));
    secrets.password("api");
    assertThat(permissions(folder.resolve("secrets"))).isEqualTo("rwx------");
    assertThat(permissions(secrets.file("api"))).isEqualTo("rw-------");
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
