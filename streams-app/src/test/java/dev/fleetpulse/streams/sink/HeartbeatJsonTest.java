package dev.fleetpulse.streams.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.HeartbeatAlert;
import dev.fleetpulse.schemas.LastRepair;
import dev.fleetpulse.schemas.Repairs;
import dev.fleetpulse.schemas.Routes;
import dev.fleetpulse.schemas.Usage;
import dev.fleetpulse.streams.Heartbeats;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeartbeatJsonTest {
  private final HeartbeatJson json = new HeartbeatJson();

  @Test
  void whatWasNotSaidIsAbsent() throws Exception {
    assertSame(
        Heartbeats.at(1),
        """
        {"instanceId": "wlv_1", "app": "shop", "timestamp": 1}
        """);
  }

  @Test
  void fieldsHaveTheProtocolsNamesAndMoneyIsDecimal() throws Exception {
    var heartbeat = Heartbeats.withStatus(Heartbeats.at(1), "healthy");
    heartbeat.setRoutes(new Routes(8, 7, 1, "/api/search", 450.5));
    heartbeat.setUsage(
        Usage.newBuilder().setTotalTokens(45L).setTotalCostNanos(120_000_001L).build());
    heartbeat.setRepairs(
        Repairs.newBuilder()
            .setTotal(3L)
            .setLast(LastRepair.newBuilder().setMode("fast").setCostNanos(4_500_000L).build())
            .build());

    assertSame(
        heartbeat,
        """
        {"instanceId": "wlv_1", "app": "shop", "timestamp": 1,
         "server": {"name": "api", "status": "healthy"},
         "routes": {"total": 8, "healthy": 7, "unhealthy": 1,
           "slowest": {"path": "/api/search", "avgMs": 450.5}},
         "repairs": {"total": 3, "lastRepair": {"mode": "fast", "cost": 0.0045}},
         "usage": {"totalTokens": 45, "totalCost": 0.120000001}}
        """);
  }

  @Test
  void wholeDollarsAreWrittenPlain() {
    var heartbeat = Heartbeats.at(1);
    heartbeat.setUsage(Usage.newBuilder().setTotalCostNanos(1_200_000_000_000L).build());

    assertThat(json.of(heartbeat)).contains("\"totalCost\":1200}");
  }

  @Test
  void theRestIsPutBackWhereItCameFrom() throws Exception {
    var heartbeat = Heartbeats.withStatus(Heartbeats.at(1), "healthy");
    heartbeat.setAlerts(
        List.of(
            HeartbeatAlert.newBuilder().setType("memory_leak").build(),
            HeartbeatAlert.newBuilder().setType("disk").build()));
    heartbeat.setRest(
        """
        {"brain": {"totalMemories": 45}, "server": {"color": "blue"},
         "alerts": [{}, {"free": 1.50}], "odd": [1, null]}
        """);

    assertSame(
        heartbeat,
        """
        {"instanceId": "wlv_1", "app": "shop", "timestamp": 1,
         "server": {"name": "api", "status": "healthy", "color": "blue"},
         "alerts": [{"type": "memory_leak"}, {"type": "disk", "free": 1.5}],
         "brain": {"totalMemories": 45}, "odd": [1, null]}
        """);
  }

  private void assertSame(Heartbeat heartbeat, String expected) throws Exception {
    var mapper = new ObjectMapper();
    assertThat(mapper.readTree(json.of(heartbeat))).isEqualTo(mapper.readTree(expected));
  }
}
