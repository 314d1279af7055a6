package dev.fleetpulse.load.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
  private static final HeartbeatId ONE = new HeartbeatId("web-1", 1_000);
  private static final HeartbeatId TWO = new HeartbeatId("web-1", 2_000);
  private static final HeartbeatId OTHER = new HeartbeatId("web-2", 1_000);

  @Test
  void everythingAcknowledgedAndStoredOnceHolds() {
    var reconciliation = new Reconciliation(Map.of(ONE, true, TWO, true));
    reconciliation.heartbeat(0, "a", ONE, "1");
    reconciliation.heartbeat(0, "a", TWO, "2");
    reconciliation.tick(0, "a", 2, true);

    var findings = reconciliation.findings();

    assertThat(findings).isEqualTo(new Findings(2, 2, 2, 2, 0, 0, 0, 1, 1, 0, 1, 0));
    assertThat(findings.hold()).isTrue();
  }

  @Test
  void whatWasAcknowledgedAndIsNotInTheLogIsLost() {
    var reconciliation = new Reconciliation(Map.of(ONE, true, TWO, true));
    reconciliation.heartbeat(0, "a", ONE, "1");

    var findings = reconciliation.findings();

    assertThat(findings.lost()).isEqualTo(1);
    assertThat(findings.hold()).isFalse();
  }

  @Test
  void whatWasNeverAcknowledgedMayBeThereOrNot() {
    var reconciliation = new Reconciliation(Map.of(ONE, false, TWO, false));
    reconciliation.heartbeat(0, "a", ONE, "1");

    var findings = reconciliation.findings();

    assertThat(findings.lost()).isZero();
    assertThat(findings.hold()).isTrue();
  }

  @Test
  void theSameHeartbeatOfTwoProcessesIsADuplicate() {
    var reconciliation = new Reconciliation(Map.of(ONE, true));
    reconciliation.heartbeat(0, "a", ONE, "1");
    reconciliation.heartbeat(0, "b", ONE, "1");

    var findings = reconciliation.findings();

    assertThat(findings.duplicates()).isEqualTo(1);
    assertThat(findings.distinct()).isEqualTo(1);
    assertThat(findings.incarnations()).isEqualTo(2);
    assertThat(findings.hold()).isTrue();
  }

  @Test
  void aDuplicateWithAnotherContentOrInAnotherPartitionIsAConflict() {
    var reconciliation = new Reconciliation(Map.of(ONE, true, OTHER, true));
    reconciliation.heartbeat(0, "a", ONE, "1");
    reconciliation.heartbeat(0, "a", ONE, "2");
    reconciliation.heartbeat(0, "a", OTHER, "3");
    reconciliation.heartbeat(1, "a", OTHER, "3");

    var findings = reconciliation.findings();

    assertThat(findings.conflicting()).isEqualTo(2);
    assertThat(findings.hold()).isFalse();
  }

  @Test
  void whatNobodySentIsFound() {
    var reconciliation = new Reconciliation(Map.of(ONE, true));
    reconciliation.heartbeat(0, "a", ONE, "1");
    reconciliation.heartbeat(0, "a", TWO, "2");

    var findings = reconciliation.findings();

    assertThat(findings.neverSent()).isEqualTo(1);
    assertThat(findings.hold()).isFalse();
  }

  @Test
  void aTickThatClaimsMoreThanItsProcessHasWrittenToThePartitionIsAhead() {
    var reconciliation = new Reconciliation(Map.of(ONE, true, OTHER, true));
    reconciliation.heartbeat(0, "a", ONE, "1");
    reconciliation.heartbeat(0, "b", ONE, "1");
    reconciliation.heartbeat(1, "a", OTHER, "3");
    reconciliation.tick(0, "a", 1, false);
    reconciliation.tick(1, "a", 1, false);
    assertThat(reconciliation.findings().ticksAhead()).isZero();

    reconciliation.tick(0, "a", 2, false);

    assertThat(reconciliation.findings().ticksAhead()).isEqualTo(1);
    assertThat(reconciliation.findings().hold()).isFalse();
  }

  @Test
  void onlyAGoodbyeMustNameEverythingItsProcessLeft() {
    var reconciliation = new Reconciliation(Map.of(ONE, true, TWO, true));
    reconciliation.heartbeat(0, "a", ONE, "1");
    reconciliation.heartbeat(0, "a", TWO, "2");
    reconciliation.tick(0, "a", 1, false);
    assertThat(reconciliation.findings().goodbyesBehind()).isZero();

    reconciliation.tick(0, "a", 1, true);

    assertThat(reconciliation.findings().goodbyes()).isEqualTo(1);
    assertThat(reconciliation.findings().goodbyesBehind()).isEqualTo(1);
  }
}
