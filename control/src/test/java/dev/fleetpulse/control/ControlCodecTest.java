package dev.fleetpulse.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.InMemorySchemas;
import dev.fleetpulse.schemas.KeyCreated;
import dev.fleetpulse.schemas.KeyRevoked;
import dev.fleetpulse.schemas.ThresholdSet;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.NewKey;
import dev.fleetpulse.service.access.Scope;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is out of order never lets anybody in. */
class ControlCodecTest {
  private final InMemorySchemas schemas = new InMemorySchemas();
  private final ControlCodec codec = new ControlCodec(Topics.with(schemas), schemas);

  @Test
  void aRevocationRevokesWhateverItHolds() {
    var good = codec.write(new KeyRevoked(5L, "test"));

    assertThat(codec.read("revocation/first001", good, 9))
        .isEqualTo(new ControlRecord.Revoked("first001", 5));
    assertThat(codec.read("revocation/first001", new byte[] {1, 2}, 9))
        .isEqualTo(new ControlRecord.Revoked("first001", 9));
    assertThat(codec.read("revocation/first001", null, 9))
        .isEqualTo(new ControlRecord.Revoked("first001", 9));
  }

  @Test
  void aKeyWithoutAValueHasEnded() {
    assertThat(codec.read("key/first001", null, 9))
        .isEqualTo(new ControlRecord.Revoked("first001", 9));
  }

  @Test
  void aKeyThatCantBeReadIsNone() {
    assertThat(codec.read("key/first001", new byte[] {1, 2}, 9))
        .isInstanceOf(ControlRecord.Unreadable.class);

    var shortHash = created();
    shortHash.setSecretSha256(ByteBuffer.wrap(new byte[31]));
    assertThat(codec.read("key/first001", codec.write(shortHash), 9))
        .isInstanceOf(ControlRecord.Unreadable.class);
    assertThat(codec.read(null, codec.write(created()), 9))
        .isInstanceOf(ControlRecord.Unreadable.class);
  }

  @Test
  void aScopeThatCameLaterIsLeftOut() {
    var key = created();
    var scopes = new ArrayList<>(List.of("launch"));
    scopes.addAll(key.getScopes());
    key.setScopes(scopes);

    assertThat(codec.read("key/first001", codec.write(key), 9))
        .isInstanceOfSatisfying(
            ControlRecord.Created.class,
            read -> assertThat(read.key().scopes()).containsExactly(Scope.READ));
  }

  @Test
  void aKindThatCameLaterIsNotAboutKeys() {
    assertThat(codec.read("later/acme/web-1", new byte[] {1, 2}, 9))
        .isEqualTo(new ControlRecord.Other());
  }

  @Test
  void aThresholdIsOfATenantOrOfOneOfItsApps() {
    var set = codec.write(new ThresholdSet(60_000L, 5L, "test"));

    assertThat(codec.read("threshold/acme", set, 9))
        .isEqualTo(new ControlRecord.ThresholdSet(threshold(Optional.empty())));
    assertThat(codec.read("threshold/acme/shop/eu", set, 9))
        .isEqualTo(new ControlRecord.ThresholdSet(threshold(Optional.of("shop/eu"))));
    assertThat(codec.read("threshold/acme/shop", null, 9))
        .isEqualTo(
            new ControlRecord.ThresholdRemoved(new Thresholds.Scope("acme", Optional.of("shop"))));
  }

  @Test
  void aThresholdThatIsNoneIsNotTaken() {
    assertThat(codec.read("threshold/acme", new byte[] {1, 2}, 9))
        .isInstanceOf(ControlRecord.Unreadable.class);
    for (var downAfterMs : new long[] {-1, 29_999, 86_400_001}) {
      assertThat(
              codec.read(
                  "threshold/acme", codec.write(new ThresholdSet(downAfterMs, 5L, "test")), 9))
          .isInstanceOf(ControlRecord.Unreadable.class);
    }
  }

  @Test
  void readsWhatWasSaidOfAnInstance() {
    var facts =
        new InstanceFacts(
            "acme",
            "web/1",
            Optional.of("Web One"),
            Optional.of("shop"),
            Optional.empty(),
            Optional.of("front"),
            Optional.empty(),
            Map.of("zone", "eu"));
    var enrolment = facts.enrolled("first001", Instant.ofEpochMilli(5), "test");

    assertThat(codec.read("instance/acme/web/1", codec.write(ControlCodec.record(enrolment)), 9))
        .isEqualTo(new ControlRecord.Enrolled(enrolment));
    assertThat(codec.read("instance/acme/web/1", new byte[] {1}, 9))
        .isInstanceOf(ControlRecord.Unreadable.class);
  }

  private static Thresholds.Entry threshold(Optional<String> app) {
    return new Thresholds.Entry(
        new Thresholds.Scope("acme", app), Duration.ofMinutes(1), Instant.ofEpochMilli(5), "test");
  }

  private static KeyCreated created() {
    return new KeyOrder("acme", Set.of(Scope.READ), new Binding.Tenant())
        .filledBy(NewKey.random(new SecureRandom()).key(), Instant.EPOCH, "test", Optional.empty());
  }
}
