package dev.fleetpulse.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClickHouseMigrationTest {
  @Test
  void versionAndDescriptionComeFromTheName() {
    var migration = ClickHouseMigration.of("V012__add_a_column.sql", "SELECT 1");

    assertThat(migration.version()).isEqualTo(12);
    assertThat(migration.description()).isEqualTo("add a column");
    assertThat(migration.statements()).containsExactly("SELECT 1");
  }

  @Test
  void theChecksumIsTheFilesSha256() {
    assertThat(ClickHouseMigration.of("V001__one.sql", "SELECT 1").checksum())
        .isEqualTo("e004ebd5b5532a4b85984a62f8ad48a81aa3460c1ca07701f386135d72cdecf5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"V1__one.sql", "V001_one.sql", "v001__one.sql", "V001__One.sql", "V001__one.txt"})
  void anotherFormOfNameIsRefused(String name) {
    assertThatThrownBy(() -> ClickHouseMigration.of(name, "SELECT 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("V001__what_it_does.sql")
        .hasMessageContaining(name);
  }

  @Test
  void aFileWithoutStatementIsRefused() {
    assertThatThrownBy(() -> ClickHouseMigration.of("V001__one.sql", "-- later\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no statement in V001__one.sql");
  }

  @Test
  void everyFileIsListedInTheOrderOfItsVersion() throws IOException, URISyntaxException {
    var folder = Path.of(ClickHouseMigrator.class.getResource("clickhouse").toURI());
    try (var files = Files.list(folder)) {
      assertThat(ClickHouseMigrator.FILES)
          .containsExactlyElementsOf(
              files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    assertThat(ClickHouseMigrator.FILES.stream().map(ClickHouseMigration::load))
        .extracting(ClickHouseMigration::version)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, ClickHouseMigrator.FILES.size()).boxed().toList());
  }
}
