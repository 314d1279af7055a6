package dev.fleetpulse.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.Json;
import dev.fleetpulse.ingest.request.Bodies;
import dev.fleetpulse.ingest.request.BodyForm;
import dev.fleetpulse.ingest.request.BodyRefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntriesTest {
  @Test
  void findsTheElementsOfAnArray() throws Exception {
    assertThat(array(" [ {\"a\":[1,{}]} ,\n[2],\"x]\\\"\",-1.5e3,true\t] "))
        .containsExactly("{\"a\":[1,{}]}", "[2]", "\"x]\\\"\"", "-1.5e3", "true", "end");
    assertThat(array("[]")).containsExactly("end");
    assertThat(array("[\n]")).containsExactly("end");
  }

  @Test
  void isNotMisledByBracketsAndQuotesInsideStrings() throws Exception {
    assertThat(array("[{\"a\":\"}],{\\\\\"},{\"b\\\"\":\"\\u005d\"}]"))
        .containsExactly("{\"a\":\"}],{\\\\\"}", "{\"b\\\"\":\"\\u005d\"}", "end");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|body must be a JSON array, was empty",
        "{}|body must be a JSON array, was an object",
        "5|body must be a JSON array, was none",
        "[|body[0] must be a JSON object, was cut off before its end",
        "[,1]|body[0] must be a JSON object, was absent",
        "[1|body[0] must be a JSON object, was cut off before its end",
        "'[1 '|body must be a JSON array, was cut off before its end",
        "[{}|body must be a JSON array, was cut off before its end",
        "[{},|body[1] must be a JSON object, was cut off before its end",
        "[{},]|body[1] must be a JSON object, was absent",
        "[{},,{}]|body[1] must be a JSON object, was absent",
        "[{} {}]|body[1] must be divided from the entry before it by a comma, was not",
        "[{\"a|body[0] must be a JSON object, was cut off before its end",
        "[{\"a\\|body[0] must be a JSON object, was cut off before its end",
        "[{}]]|body must be a JSON array, was one with something behind it"
      })
  void saysWhereAnArrayBreaks(String body, String why) throws Exception {
    assertThat(array(body).getLast()).isEqualTo(why);
  }

  @Test
  void findsLinesHoweverTheyEnd() throws Exception {
    assertThat(lines("\n{\"a\":1}\r\n \n  5\n{\"b\":\n2}"))
        .containsExactly("{\"a\":1}\r", "5", "{\"b\":", "2}", "end");
    assertThat(lines("\n \n")).containsExactly("end");
  }

  @Test
  void passesOverWhatIsTooLong() throws Exception {
    var full = "\"" + "x".repeat(EntryBytes.BYTES_MAX - 2) + "\"";
    var longer = "\"" + "x".repeat(EntryBytes.BYTES_MAX - 1) + "\"";

    assertThat(lines(full + "\n" + longer + "\n{}")).containsExactly(full, "too long", "{}", "end");
    assertThat(array("[" + full + "," + longer + ",{}]"))
        .containsExactly(full, "too long", "{}", "end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"JSON", "LINES"})
  void holdsTheWholeBodyToItsLimit(BodyForm form) {
    var endless = "[" + ("\"" + "x".repeat(1024 * 1024) + "\",\n").repeat(9);

    assertThatThrownBy(() -> all(form, endless))
        .isInstanceOf(BodyRefusedException.class)
        .hasMessage("The body must not be longer than 8388608 bytes");
  }

  @Property(tries = 200)
  void findsTheSameAsAJsonParser(@ForAll("objects") List<ObjectNode> objects) throws Exception {
    var json = JsonMapper.builder().build();

    var found = array(json.writerWithDefaultPrettyPrinter().writeValueAsString(objects));

    assertThat(found).hasSize(objects.size() + 1).endsWith("end");
    for (var i = 0; i < objects.size(); i++) {
      assertThat(found.get(i))
          .isEqualTo(json.writerWithDefaultPrettyPrinter().writeValueAsString(objects.get(i)));
    }
  }

  @Provide
  Arbitrary<List<ObjectNode>> objects() {
    return Json.objects().list().ofMaxSize(5);
  }

  private static List<String> array(String body) throws BodyRefusedException {
    return all(BodyForm.JSON, body);
  }

  private static List<String> lines(String body) throws BodyRefusedException {
    return all(BodyForm.LINES, body);
  }

  private static List<String> all(BodyForm form, String text) throws BodyRefusedException {
    var body = Bodies.open(form, text);
    var entries = form == BodyForm.JSON ? new ArrayEntries(body) : new LineEntries(body);
    var found = new ArrayList<String>();
    while (true) {
      switch (entries.next()) {
        case Entries.Next.Entry(var bytes) ->
            found.add(new String(bytes.json(), StandardCharsets.UTF_8));
        case Entries.Next.TooLong() -> found.add("too long");
        case Entries.Next.End() -> {
          found.add("end");
          return found;
        }
        case Entries.Next.Broken(var refusal) -> {
          found.add(refusal.detail());
          return found;
        }
      }
    }
  }
}
