package dev.fleetpulse.query.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.PartitionClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static final Instant NOW = Instant.parse("2026-06-10T12:00:00Z");
  private static final InstanceKey WEB_1 = new InstanceKey("acme", "web-1");

  private final Fleet fleet = Fleet.awaitingLog(new SimpleMeterRegistry());

  @Test
  void anOlderStateChangesNothing() {
    fleet.apply(WEB_1, States.state("web-1").setRevision(2).setStatus("down").build());
    fleet.apply(WEB_1, States.state("web-1").setRevision(1).setStatus("healthy").build());

    assertThat(fleet.find("acme", "web-1").orElseThrow().status()).isEqualTo(Status.DOWN);
  }

  @Test
  void whoIsForgottenIsGoneAndItsPlaceIsTakenByAnother() {
    IntStream.range(0, 40).forEach(this::add);
    IntStream.range(0, 40).forEach(number -> fleet.forget(key(number)));
    assertThat(fleet.size()).isZero();
    IntStream.range(40, 80).forEach(this::add);

    assertThat(fleet.size()).isEqualTo(40);
    assertThat(all("acme").total()).isEqualTo(40);
    assertThat(fleet.find("acme", "web-1")).isEmpty();
    assertThat(fleet.forget(WEB_1)).isEmpty();
  }

  @Test
  void aCostStaysWithItsInstanceUntilItIsAskedForAgain() {
    fleet.apply(WEB_1, States.state("web-1").build());
    assertThat(cost()).isEqualTo(Instance.NONE);

    fleet.applyCosts("acme", Map.of("web-1", 7L));
    fleet.apply(WEB_1, States.state("web-1").setRevision(2).build());
    assertThat(cost()).isEqualTo(7);

    fleet.applyCosts("acme", Map.of());
    assertThat(cost()).isZero();
  }

  @Test
  void aTenantHasItsOwnAndNobodyElses() {
    fleet.apply(WEB_1, States.state("web-1").build());
    fleet.apply(new InstanceKey("rival", "web-1"), States.state("web-1").setApp("own").build());

    assertThat(all("rival").instances()).extracting(Instance::app).containsExactly("own");
    assertThat(all("nobody").total()).isZero();
    fleet.applyCosts("rival", Map.of("web-1", 7L));
    assertThat(cost()).isEqualTo(Instance.NONE);
  }

  @Test
  void theVersionChangesWithTheTenantsInstancesAndWithWhatCanBeSaid() {
    fleet.apply(WEB_1, States.state("web-1").build());
    fleet.clocks().apply(clock(1, NOW));
    var version = fleet.version("acme", NOW);

    fleet.apply(new InstanceKey("rival", "web-1"), States.state("web-1").build());
    fleet.clocks().apply(clock(2, NOW.plusMillis(1)));
    assertThat(fleet.version("acme", NOW.plusSeconds(15))).isEqualTo(version);

    // From here on the clock stands, and nobody can tell.
    assertThat(fleet.version("acme", NOW.plusSeconds(16))).isNotEqualTo(version);
    fleet.apply(WEB_1, States.state("web-1").setRevision(2).build());
    assertThat(fleet.version("acme", NOW)).isNotEqualTo(version);
  }

  @Test
  void itCanBeAskedOnceItIsLoaded() {
    assertThat(fleet.trouble()).contains("The fleet is not read from the log yet");
    fleet.loaded();
    assertThat(fleet.trouble()).isEmpty();
    assertThat(Fleet.withoutLog().trouble()).isPresent();
  }

  @Test
  void onlyTagsThatAreTextsAreKept() {
    var rest =
        "{\"metadata\": {\"tags\": {\"zone\": \"eu\", \"rack\": 7, \"deep\": {\"a\": \"b\"}}}}";
    fleet.apply(
        WEB_1,
        States.state("web-1")
            .setLastHeartbeat(States.heartbeat(null, null, null, null, rest))
            .build());

    assertThat(fleet.find("acme", "web-1").orElseThrow().tags()).isEqualTo(Map.of("zone", "eu"));
  }

  private void add(int number) {
    fleet.apply(key(number), States.state(key(number).instanceId()).build());
  }

  private static InstanceKey key(int number) {
    return new InstanceKey("acme", "web-" + number);
  }

  private long cost() {
    return fleet.find("acme", "web-1").orElseThrow().costNanos();
  }

  private FleetPage all(String tenant) {
    return fleet.page(
        tenant,
        new FleetQuery(
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Sort.ALL.get("name"),
            500,
            0,
            Optional.empty()),
        NOW);
  }

  private static PartitionClock clock(long revision, Instant now) {
    return new PartitionClock(0, revision, now.toEpochMilli(), 0L, null);
  }
}
