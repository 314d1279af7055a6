package dev.fleetpulse.signature.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignaturesMainTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void everyLineIsSignedInItsOrder() throws IOException {
    var file =
        file(
            """
            {"id":"a","stack":"Error: x\\n    at f (/srv/shop/src/a.js:1:2)","more":[1]}
            {"id":2,"stack":"Error: x\\n    at f (/opt/shop/src/a.js:7:8)"}

            {"id":"c","type":"Error","message":"order 12"}
            """);

    assertThat(run(file.toString())).isZero();

    var lines = out.toString().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).matches("\\{\"id\":\"a\",\"signature\":\"[0-9a-f]{64}\"}");
    assertThat(lines.get(1)).startsWith("{\"id\":2,").endsWith(lines.get(0).substring(20));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void badLineIsNamedByItsNumber() throws IOException {
    assertThat(run(file("{\"id\":\"a\",\"stack\":\"x\"}\n{\"id\":").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("errors.jsonl, line 2: is no JSON");
  }

  @Test
  void missingIdAndMissingStackAreNamed() throws IOException {
    assertThat(run(file("{\"stack\":\"x\"}").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("line 1: needs an \"id\"");

    assertThat(run(file("{\"id\":\"a\",\"stack\":7}").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("line 1: needs a text \"stack\"");

    assertThat(run(file("[1]").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("line 1: is no JSON object");
  }

  @Test
  void missingFileAndMissingOrderAreSaid() {
    assertThat(run(folder.resolve("nothing.jsonl").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("There is no file").contains("nothing.jsonl");

    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("Name a FILE");

    assertThat(run("--score")).isEqualTo(2);
    assertThat(err.toString()).contains("FLEETPULSE_DATA");
  }

  @Test
  void signaturesOfAnotherVersionAreMapped() throws IOException {
    var file =
        file(
            """
            {"id":"1","stack":"Error: x\\n    at f (/srv/shop/src/a.js:1:2)"}
            {"id":"2","stack":"Error: x\\n    at g (/srv/shop/src/a.js:1:2)"}
            {"id":"3","stack":"Error: x\\n    at f (/srv/shop/src/a.js:1:2)"}
            {"id":"4","stack":"Error: new"}
            """);
    var earlier = folder.resolve("earlier.jsonl");
    Files.writeString(
        earlier,
        """
        {"id":"1","signature":"old-a"}
        {"id":"2","signature":"old-a"}
        {"id":"3","signature":"old-a"}
        """);

    assertThat(run("--map-from", earlier.toString(), file.toString())).isZero();

    var lines = out.toString().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).contains("\"old\":\"old-a\"").endsWith("\"errors\":2}");
    assertThat(lines.get(1)).contains("\"old\":\"old-a\"").endsWith("\"errors\":1}");
  }

  @Test
  void oneTraceIsExplained() throws IOException {
    var file = folder.resolve("trace.txt");
    Files.writeString(
        file,
        """
        TypeError: x is not a function
            at f (/srv/shop/src/a.js:1:2)
            at g (/srv/shop/node_modules/b/b.js:1:2)
        """);

    assertThat(run("--explain", file.toString())).isZero();

    assertThat(out.toString())
        .contains("language  javascript")
        .contains("+ f in src/a.js")
        .contains("- g in b/b.js")
        .contains("OUTRANKED, LIBRARY: a library's code")
        .contains("  at f in src/a.js");
  }

  @Test
  void setsOfLabelledErrorsAreScored() throws IOException {
    for (var set : new String[] {"node_ci", "apache_jira", "defects4j_crash", "bugsinpy"}) {
      Files.writeString(
          folder.resolve(set + ".jsonl"),
          """
          {"id":"1","group":"g","stack":"Error: x\\n    at f (/srv/shop/src/a.js:1:2)"}
          {"id":"2","group":"g","stack":"Error: x\\n    at f (/opt/shop/src/a.js:7:8)"}
          """);
    }
    Files.writeString(
        folder.resolve("invariance.jsonl"),
        """
        {"id":"1","group":"g","variant":"base","stack":"Error: x\\n    at f (/srv/shop/src/a.js:1:2)"}
        {"id":"2","group":"g","variant":"lines","stack":"Error: x\\n    at f (/srv/shop/src/a.js:7:8)"}
        """);

    assertThat(run("--score", folder.toString())).isZero();

    assertThat(out.toString())
        .contains("all groups")
        .contains("held-out sixth")
        .containsPattern("bugsinpy +2 +1 \\| +1.000 +1.000 +1.000")
        .contains("invariance: 1 of 1 variants");
  }

  private Path file(String lines) throws IOException {
    var file = folder.resolve("errors.jsonl");
    Files.writeString(file, lines);
    return file;
  }

  private int run(String... arguments) {
    return SignaturesMain.run(
        Map.of(), new PrintWriter(out), new PrintWriter(err, true), arguments);
  }
}
