package dev.fleetpulse.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Real stacks of many engines, read once more by expressions written apart from the parser: slow,
 * but there is little to get wrong in each.
 */
class JavaScriptEnginesTest {
  private static final Pattern OPERA =
      Pattern.compile(
          "^(?:\\.\\.\\.)?\\s*Line (\\d+) of .*script (?:in )?(\\S+?)(?:: In function (\\S+))?$");
  private static final Pattern CALLED = Pattern.compile("^at (.*?) ?\\((eval at .*|[^()]*)\\)$");
  private static final Pattern BARE = Pattern.compile("^at (?:async )?(.*)$");
  private static final Pattern EVALUATED = Pattern.compile("eval at .*\\(([^()]+)\\)+.*");
  private static final Pattern SIGNED =
      Pattern.compile("^(.*?)@((?:[a-z]+:/|/|\\[native|index|Scratchpad|\\d+\\.js).*)$");
  private static final Pattern PLACE = Pattern.compile("^(.*?)(?::(\\d+))?(?::(\\d+))?$");
  private static final Pattern URL_OR_BUNDLE =
      Pattern.compile("^(?:[a-z]+://\\S+|\\S+\\.(?:bundle|js)):\\d+(?::\\d+)?$");

  @Test
  void everyStackOfEveryEngineIsReadIntoItsFrames() throws IOException {
    var data = System.getenv("FLEETPULSE_DATA");
    assumeTrue(
        data != null && !data.isBlank(),
        "FLEETPULSE_DATA names no folder of data, so stacks of real engines are not parsed");

    var json = new ObjectMapper();
    var read = 0;
    for (var line : Files.readAllLines(Path.of(data, "fixtures", "js_engines.jsonl"))) {
      var fixture = json.readTree(line);
      var stack = fixture.get("stack").asText();
      var frames =
          StackText.parse(stack).thrown().stream()
              .flatMap(thrown -> thrown.frames().stream())
              .map(JavaScriptEnginesTest::text)
              .toList();

      assertThat(frames).as(fixture.get("id").asText()).isEqualTo(expected(stack));
      read++;
    }
    assertThat(read).isEqualTo(90);
  }

  private static String text(StackFrame frame) {
    return frame.function() + " " + frame.file() + " " + frame.line() + " " + frame.column();
  }

  private static List<String> expected(String stack) {
    var frames = new ArrayList<String>();
    var lines = stack.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    for (var i = 0; i < lines.size(); i++) {
      var next = i + 1 < lines.size() ? frame(lines.get(i + 1)) : null;
      var frame = frame(lines.get(i));
      if (frame != null) {
        frames.add(frame);
      } else if (isNameAlone(lines, i, next)) {
        frames.add(lines.get(i) + " null 0 0");
      }
    }
    return frames;
  }

  /** Safari names functions in evaluated code without a place, before the frame of the eval. */
  private static boolean isNameAlone(List<String> lines, int at, String next) {
    return lines.stream().anyMatch(line -> line.equals("eval@[native code]"))
        && (next != null || lines.get(at + 1).matches("\\w+|eval code"))
        && lines.get(at).matches("\\w+|eval code");
  }

  private static String frame(String line) {
    var opera = OPERA.matcher(line);
    if (opera.matches()) {
      return opera.group(3) + " " + opera.group(2) + " " + opera.group(1) + " 0";
    }
    if (line.equals("[native code]")) {
      return "null [native code] 0 0";
    }
    var called = CALLED.matcher(line);
    if (called.matches()) {
      return placed(called.group(1), called.group(2));
    }
    var bare = BARE.matcher(line);
    if (bare.matches()) {
      return placed(null, bare.group(1));
    }
    var signed = SIGNED.matcher(line);
    if (signed.matches() && !line.startsWith("Error created at")) {
      return placed(name(signed.group(1)), signed.group(2).replaceAll(" line (\\d+) > .*", ":$1"));
    }
    return URL_OR_BUNDLE.matcher(line).matches() ? placed(null, line) : null;
  }

  private static String name(String written) {
    var name = written.replaceAll("\\(.*\\)$", "").replaceAll("^<anonymous function: (.*)>$", "$1");
    return name.isEmpty() ? null : name;
  }

  private static String placed(String function, String place) {
    var evaluated = EVALUATED.matcher(place);
    var matcher = PLACE.matcher(evaluated.matches() ? evaluated.group(1) : place);
    if (!matcher.matches()) {
      throw new IllegalStateException(place);
    }
    return function
        + " "
        + matcher.group(1)
        + " "
        + (matcher.group(2) == null ? "0" : matcher.group(2))
        + " "
        + (matcher.group(3) == null ? "0" : matcher.group(3));
  }
}
