package dev.fleetpulse.query.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvStreamTest {
  private record Entry(String name, Number figure, Instant at, Boolean known, List<String> tags) {}

  private static final CsvTable<Entry> TABLE =
      new CsvTable<Entry>()
          .text("name", Entry::name)
          .number("figure", Entry::figure)
          .time("at", Entry::at)
          .flag("known", Entry::known)
          .texts("tags", Entry::tags);

  @Test
  void everyKindOfCellHasItsForm() throws IOException {
    assertThat(
            written(
                new Entry(
                    "web-1", 7, Instant.parse("2026-06-10T12:30:00Z"), true, List.of("a", "b")),
                new Entry("", new BigDecimal("0.000000001"), null, false, List.of()),
                new Entry(null, 1.0e9, null, null, null)))
        .isEqualTo(
            """
            name,figure,at,known,tags\r
            web-1,7,2026-06-10T12:30:00Z,true,a; b\r
            ,0.000000001,,false,\r
            ,1000000000,,,\r
            """);
  }

  @Test
  void withoutEntriesThereAreStillNames() throws IOException {
    assertThat(written()).isEqualTo("name,figure,at,known,tags\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a,b | `\"a,b\"`",
        "say \"hi\" | `\"say \"\"hi\"\"\"`",
        "two\\nlines | `\"two\nlines\"`",
        "back\\rward | `\"back\rward\"`",
        "a rather long text without anything special in it | a rather long text without anything special in it",
        "blüte 花 | blüte 花"
      })
  void whatWouldEndACellIsQuoted(String text, String cell) throws IOException {
    assertThat(first(text.replace("\\n", "\n").replace("\\r", "\r"))).isEqualTo(cell);
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "=", "-"})
  void textThatASpreadsheetWouldComputeIsGuarded(String text) throws IOException {
    assertThat(first(text).replace("\"", "")).isEqualTo("'" + text);
  }

  @Test
  void joinedTextsAreGuardedToo() throws IOException {
    assertThat(written(new Entry("a", 1, null, null, List.of("=1", "2")))).contains(",'=1; 2\r\n");
  }

  @Test
  void numbersBelowZeroStayNumbers() throws IOException {
    assertThat(written(new Entry("a", -5, null, null, null))).contains("a,-5,");
    assertThat(written(new Entry("a", -0.25, null, null, null))).contains("a,-0.25,");
  }

  private static String first(String name) throws IOException {
    var lines = written(new Entry(name, 1, null, null, null));
    var row = lines.substring("name,figure,at,known,tags\r\n".length());
    return row.substring(0, row.length() - ",1,,,\r\n".length());
  }

  private static String written(Entry... entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var stream = new CsvStream<>(bytes, TABLE);
    for (var entry : entries) {
      stream.write(entry);
    }
    stream.end();
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
