package dev.fleetpulse.load.recording;

import static dev.fleetpulse.load.recording.RecordedFiles.machine;
import static dev.fleetpulse.load.recording.RecordedFiles.place;
import static dev.fleetpulse.load.recording.RecordedFiles.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorReportsTest {
  private final RecordedFiles files;

  ErrorReportsTest(@TempDir Path folder) {
    files = new RecordedFiles(folder);
  }

  @Test
  void aReportBecomesAnErrorOfTheAppNamedAfterItsSet() {
    var set = files.write("web_shop.jsonl", report("a-1"));

    var event = events(set).getFirst();

    assertThat(event.kind()).isEqualTo(Event.Kind.ERROR);
    assertThat(event.body().toString())
        .isEqualTo(
            """
            {"instanceId":"%s","app":"web-shop","timestamp":43200000,"errorId":"a-1",\
            "level":"error","language":"java","type":"java.io.IOException",\
            "stack":"java.io.IOException: gone\\n\\tat shop.Cart.load(Cart.java:7)"}"""
                .formatted(event.instanceId()));
    assertThat(event.instanceId()).matches("web-shop-[1-8]");
  }

  @Test
  void reportsAreSpreadEvenlyOverADay() {
    var set = files.write("shop.jsonl", report("a"), report("b"), report("c"));

    assertThat(events(set))
        .extracting(Event::timeMs)
        .containsExactly(21_600_000L, 43_200_000L, 64_800_000L);
  }

  @Test
  void reportsComeInTheRecordedOrderAndThoseWithoutAPlaceLast() {
    var set = files.write("shop.jsonl", report("new"), report("b"), report("a"));
    var order =
        files.gzip("order.jsonl.gz", place("other", "b"), place("shop", "a"), place("shop", "b"));

    assertThat(events(order, set))
        .extracting(event -> event.body().path("errorId").asText())
        .containsExactly("a", "b", "new");
  }

  @Test
  void machinesOfTheAppSendItsErrorsWhileTheyAreRecorded() {
    var hosts = new ArrayList<String>();
    for (var job = 0; job < 100; job++) {
      hosts.add(machine(1_000, "vm_" + job + "_1"));
    }
    var machines = files.write("m.jsonl", hosts);
    var set = files.write("bugsinpy.jsonl", report("a"), report("b"));

    var events = events(machines, set);

    var members =
        events.stream()
            .filter(event -> event.body().path("app").asText().equals("bugsinpy"))
            .filter(event -> event.kind() == Event.Kind.HEARTBEAT)
            .map(Event::instanceId)
            .toList();
    assertThat(members).isNotEmpty();
    assertThat(events)
        .filteredOn(event -> event.kind() == Event.Kind.ERROR)
        .hasSize(2)
        .allSatisfy(
            error -> {
              assertThat(error.instanceId()).isIn(members);
              assertThat(error.timeMs()).isBetween(1L, 1_000L);
            });
  }

  @Test
  void aReportThatCameBeforeIsRefused() {
    var set = files.write("shop.jsonl", report("a"), report("b"), report("a"));

    assertThatThrownBy(() -> events(set))
        .isInstanceOf(RecordingException.class)
        .hasMessageEndingWith("shop.jsonl, line 3: a report with this id came before");
  }

  @Test
  void aReportWithoutAStackIsRefused() {
    var set = files.write("shop.jsonl", report("a"), "{\"id\":\"b\",\"message\":\"lost\"}");

    assertThatThrownBy(() -> events(set)).hasMessageEndingWith("line 2: stack must be a text");
  }

  private static List<Event> events(Path... recorded) {
    return RecordedFiles.events(Recording.of(List.of(recorded), Part.ALL));
  }
}
