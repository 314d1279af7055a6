package dev.fleetpulse.query.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedTest {
  @Test
  void whoSaysNothingGetsJson() {
    assertThat(Accepted.of(List.of()).best()).contains(Format.JSON);
    assertThat(Accepted.of(List.of(" ")).best()).contains(Format.JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "application/json",
        "APPLICATION/JSON; charset=utf-8",
        "application/*",
        "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
        "text/csv;q=0.5, application/json",
        "text/csv;q=0, */*",
        "text/csv;q=0.50,*/*;q=0.8",
        "text/*, application/json, */*;q=0.1",
        "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2, */*;q=0.2"
      })
  void whoLikesJsonAtLeastAsMuchGetsJson(String accept) {
    assertThat(Accepted.of(List.of(accept)).best()).contains(Format.JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/csv",
        "Text/CSV;header=present",
        "text/*",
        "text/csv, */*",
        "text/csv, application/*",
        "application/json;q=0.9, text/csv",
        "application/json;q=0, */*;q=0.1",
        "nonsense, text/csv;q=0.001"
      })
  void whoLikesFilesMoreGetsAFile(String accept) {
    assertThat(Accepted.of(List.of(accept)).best()).contains(Format.CSV);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/xml",
        "*/*;q=0",
        "text/csv;q=0",
        "text/csv;q=0.000",
        "text/csv;q=2",
        "text/csv;q=x",
        "*/csv",
        "csv",
        ",,;",
        "application/problem+json"
      })
  void whoWantsSomethingElseGetsNothing(String accept) {
    assertThat(Accepted.of(List.of(accept)).best()).isEmpty();
  }

  @Test
  void severalHeadersAreOneList() {
    assertThat(Accepted.of(List.of("application/json;q=0.1", "text/csv")).best())
        .contains(Format.CSV);
  }
}
