package dev.fleetpulse.load.recording;

import static dev.fleetpulse.load.recording.RecordedFiles.machine;
import static dev.fleetpulse.load.recording.RecordedFiles.place;
import static dev.fleetpulse.load.recording.RecordedFiles.report;
import static dev.fleetpulse.load.recording.RecordedFiles.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
  private final Path folder;
  private final RecordedFiles files;

  RecordingTest(@TempDir Path folder) {
    this.folder = folder;
    files = new RecordedFiles(folder);
  }

  @Test
  void allFilesAreOneStreamInTheOrderOfTime() {
    var recording =
        recording(
            Part.ALL,
            files.gzip("m.jsonl.gz", machine(10, "vm_1_1"), machine(30, "vm_1_1")),
            files.write("shop.jsonl", report("a"), report("b")));

    assertThat(RecordedFiles.events(recording))
        .extracting(event -> event.timeMs() + " " + event.kind())
        .containsExactly("10 HEARTBEAT", "10 ERROR", "20 ERROR", "30 HEARTBEAT");
    assertThat(Census.of(recording)).isEqualTo(new Census(4, 2, 2, 3, 30));
  }

  @Test
  void everyReadingGivesTheSame() {
    var recording =
        recording(
            Part.ALL,
            files.write("m.jsonl", machine(10, "vm_1_1"), machine(30, "vm_1_1")),
            files.write("u.jsonl", request(0, "conv", 3, 4)));

    assertThat(RecordedFiles.events(recording)).isEqualTo(RecordedFiles.events(recording));
  }

  @Test
  void aPartHasTheEarliestEvents() {
    var machines =
        files.write("m.jsonl", machine(1, "vm_1_1"), machine(2, "vm_2_1"), machine(3, "vm_1_1"));

    assertThat(Census.of(recording(new Part(2, Integer.MAX_VALUE), machines)))
        .isEqualTo(new Census(2, 2, 0, 2, 2));
  }

  @Test
  void aPartHasEverythingOfTheFirstInstances() {
    var machines =
        files.write("m.jsonl", machine(1, "vm_1_1"), machine(2, "vm_2_1"), machine(3, "vm_1_1"));

    assertThat(Census.of(recording(new Part(Long.MAX_VALUE, 1), machines)))
        .isEqualTo(new Census(2, 2, 0, 1, 3));
  }

  @Test
  void whatCannotBeReadIsNamedWithItsReason() throws IOException {
    var cut = files.gzip("cut.jsonl.gz", machine(1, "vm_1_1"), machine(2, "vm_1_1"));
    var bytes = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 12));

    assertRefused("gone.jsonl: there is no such file", folder.resolve("gone.jsonl"));
    assertRefused("empty.jsonl: it is empty", files.write("empty.jsonl"));
    assertRefused("a JSON object is expected", files.write("list.jsonl", "[1]"));
    assertRefused(
        "text.jsonl: it can't be read: Unrecognized token", files.write("text.jsonl", "hello"));
    assertRefused(
        "half.jsonl: it can't be read near line 3",
        files.write("half.jsonl", machine(1, "vm_1_1"), "{\"t\":"));
    assertRefused("cut.jsonl.gz: it can't be read near line", cut);
    assertRefused(
        "metric.jsonl, line 1: neither a series of machines",
        files.write("metric.jsonl", "{\"ts\":\"2014\",\"kind\":\"metric\",\"value\":1}"));
    assertRefused(
        "line 2: cpu must be a number",
        files.write("m.jsonl", machine(1, "vm_1_1"), machine(2, "vm_1_1", "\"hot\"", "1")));
    assertRefused(
        "line 1: t must be a whole number from 0",
        files.write("past.jsonl", machine(-1, "vm_1_1")));
    assertRefused(
        "service must be conv or code", files.write("u.jsonl", request(1, "voice", 1, 1)));
  }

  @Test
  void filesThatDoNotGoTogetherAreRefused() {
    assertRefused(
        "the recording has a file of this kind already",
        files.write("m1.jsonl", machine(1, "vm_1_1")),
        files.write("m2.jsonl", machine(1, "vm_1_1")));
    assertRefused("nothing without reports", files.write("order.jsonl", place("shop", "a")));
  }

  @Test
  void anIncompleteFolderOfDataIsRefused() {
    assertThatThrownBy(() -> DataFolder.files(folder))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("is missing from the folder of data");
  }

  private static void assertRefused(String why, Path... recorded) {
    assertThatThrownBy(() -> RecordedFiles.events(recording(Part.ALL, recorded)))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining(why);
  }

  private static Recording recording(Part part, Path... recorded) {
    return Recording.of(List.of(recorded), part);
  }
}
