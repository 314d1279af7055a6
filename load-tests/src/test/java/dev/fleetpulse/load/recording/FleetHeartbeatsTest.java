package dev.fleetpulse.load.recording;

import static dev.fleetpulse.load.recording.RecordedFiles.machine;
import static dev.fleetpulse.load.recording.RecordedFiles.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetHeartbeatsTest {
  private final RecordedFiles files;

  FleetHeartbeatsTest(@TempDir Path folder) {
    files = new RecordedFiles(folder);
  }

  @Test
  void aReportBecomesAHeartbeat() {
    var series = files.write("m.jsonl", machine(1_000, "vm_77_3", "39.31", "17.11"));

    var event = events(series).getFirst();

    assertThat(event.timeMs()).isEqualTo(1_000);
    assertThat(event.kind()).isEqualTo(Event.Kind.HEARTBEAT);
    assertThat(event.body().toString())
        .isEqualTo(
            """
            {"instanceId":"gcd-77-3","app":"node-ci","timestamp":1000,\
            "server":{"name":"node-ci","uptime":0,"status":"healthy"},\
            "process":{"cpuPercent":39.31,"memoryMB":700.8,"peakMemoryMB":700.8}}""");
  }

  @Test
  void uptimeAndPeakMemoryComeFromTheMachinesEarlierReports() {
    var series =
        files.write(
            "m.jsonl", machine(1_000, "vm_1_1", "1", "50"), machine(301_000, "vm_1_1", "1", "25"));

    var body = events(series).getLast().body();

    assertThat(body.at("/server/uptime").asLong()).isEqualTo(300);
    assertThat(body.at("/process/memoryMB").asDouble()).isEqualTo(1024);
    assertThat(body.at("/process/peakMemoryMB").asDouble()).isEqualTo(2048);
  }

  @Test
  void replicasOfAJobShareAnApp() {
    assertThat(Machine.ofCluster("vm_77_3").app()).isEqualTo(Machine.ofCluster("vm_77_12").app());
  }

  @Test
  void aRequestIsCarriedByTheMachineThatReportsNext() {
    var series =
        files.write(
            "m.jsonl",
            machine(0, "vm_1_1"),
            machine(1, "vm_2_1"),
            machine(100, "vm_1_1"),
            machine(150, "vm_2_1"),
            machine(200, "vm_1_1"));
    var usage =
        files.write(
            "u.jsonl",
            request(0, "conv", 10, 1),
            request(120, "code", 20, 2),
            request(200, "conv", 40, 4));

    assertThat(events(series, usage))
        .extracting(event -> event.instanceId() + " " + event.body().at("/usage/totalTokens"))
        .containsExactly("gcd-1-1 0", "gcd-2-1 0", "gcd-1-1 11", "gcd-2-1 22", "gcd-1-1 55");
  }

  @Test
  void usageIsCountedByCategoryAndModelAndPriced() {
    var series = files.write("m.jsonl", machine(0, "vm_1_1"), machine(100, "vm_1_1"));
    var usage = files.write("u.jsonl", request(0, "conv", 1_000, 10), request(100, "code", 5, 1));

    assertThat(events(series, usage).getLast().body().path("usage").toString())
        .isEqualTo(
            """
            {"totalTokens":1016,"totalCost":0.000157350,"totalCalls":2,\
            "byCategory":{"chat":{"tokens":1010,"cost":0.000156000,"calls":1},\
            "code":{"tokens":6,"cost":0.000001350,"calls":1}},\
            "byModel":{"azure-conv":{"tokens":1010,"cost":0.000156000,"calls":1},\
            "azure-code":{"tokens":6,"cost":0.000001350,"calls":1}}}""");
  }

  @Test
  void aShortTraceIsSpreadOverTheWholeSeriesOfMachines() {
    var series =
        files.write(
            "m.jsonl",
            machine(0, "vm_1_1"),
            machine(1_000, "vm_1_1"),
            machine(2_000, "vm_1_1"),
            machine(3_000, "vm_1_1"),
            machine(4_000, "vm_9_1"));
    var usage =
        files.write(
            "u.jsonl",
            request(0, "conv", 1, 0),
            request(5, "conv", 1, 0),
            request(10, "conv", 1, 0));

    // The last machine's only report carries nothing, so the trace ends with the one before.
    assertThat(events(series, usage))
        .extracting(event -> event.body().at("/usage/totalCalls").asLong())
        .containsExactly(0L, 1L, 2L, 3L, 0L);
  }

  @Test
  void requestsWithoutMachinesAreReportedByGateways() {
    var usage = files.write("u.jsonl", request(0, "conv", 1, 0), request(130_000, "code", 6, 0));

    var events = events(usage);

    assertThat(events)
        .extracting(Event::instanceId)
        .startsWith(
            "llm-gateway-1", "llm-gateway-2", "llm-gateway-3", "llm-gateway-4", "llm-gateway-1")
        .hasSize(10);
    assertThat(events.getLast().timeMs()).isEqualTo(135_000);
    assertThat(events.getLast().body().at("/usage/totalTokens").asLong()).isEqualTo(6);
  }

  @Test
  void machinesThatReportOnceCannotCarryRequests() {
    var series = files.write("m.jsonl", machine(0, "vm_1_1"), machine(5, "vm_2_1"));
    var usage = files.write("u.jsonl", request(0, "conv", 1, 0));

    assertThatThrownBy(() -> events(series, usage))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("no machine reports twice");
  }

  private static List<Event> events(Path... recorded) {
    return RecordedFiles.events(Recording.of(List.of(recorded), Part.ALL));
  }
}
