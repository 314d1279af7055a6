package dev.fleetpulse.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.control.ControlRecord.Created;
import dev.fleetpulse.control.ControlRecord.Replaced;
import dev.fleetpulse.control.ControlRecord.Revoked;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.KeySource;
import dev.fleetpulse.service.access.KnownKey;
import dev.fleetpulse.service.access.NewKey;
import dev.fleetpulse.service.access.Scope;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final KnownKey KEY =
      new KnownKey(
          "acme",
          Set.of(Scope.INGEST),
          NewKey.random(new SecureRandom()).key().secret(),
          new Binding.Tenant());

  private static final KeyLabel LABEL = new KeyLabel(Optional.of("web"), "test", Optional.empty());

  private final KeyRing ring = new KeyRing();

  @Test
  void findsWhatWasCreated() {
    ring.apply(created("first001", Optional.empty()));

    assertThat(ring.find("first001", NOON)).isEqualTo(new KeySource.Found(KEY));
    assertThat(ring.find("other001", NOON)).isEqualTo(new KeySource.Unknown());
  }

  @Test
  void aRevocationThatComesFirstWinsAllTheSame() {
    ring.apply(new Revoked("first001", 1));
    assertThat(ring.find("first001", NOON)).isEqualTo(new KeySource.Unknown());

    ring.apply(created("first001", Optional.empty()));

    assertThat(ring.find("first001", NOON)).isEqualTo(new KeySource.Ended(KEY));
  }

  @Test
  void aRevocationIsInForceWhateverTimeItNames() {
    ring.apply(created("first001", Optional.empty()));
    ring.apply(new Revoked("first001", NOON.plusSeconds(3600).toEpochMilli()));

    assertThat(ring.find("first001", NOON)).isEqualTo(new KeySource.Ended(KEY));
  }

  @Test
  void bothKeysOfARotationAreValidUntilTheOverlapIsOver() {
    ring.apply(created("first001", Optional.empty()));
    ring.apply(created("second01", replaces("first001", OptionalLong.of(NOON.toEpochMilli()))));

    var before = NOON.minusMillis(1);
    assertThat(ring.find("first001", before)).isEqualTo(new KeySource.Found(KEY));
    assertThat(ring.find("second01", before)).isEqualTo(new KeySource.Found(KEY));
    assertThat(ring.find("first001", NOON)).isEqualTo(new KeySource.Ended(KEY));
    assertThat(ring.find("second01", NOON)).isEqualTo(new KeySource.Found(KEY));
  }

  @Test
  void withoutAnOverlapOnlyARevocationEndsTheOldKey() {
    ring.apply(created("first001", Optional.empty()));
    ring.apply(created("second01", replaces("first001", OptionalLong.empty())));
    assertThat(ring.find("first001", NOON.plusSeconds(1L << 32)))
        .isEqualTo(new KeySource.Found(KEY));

    ring.apply(new Revoked("first001", 1));

    assertThat(ring.find("first001", NOON)).isEqualTo(new KeySource.Ended(KEY));
    assertThat(ring.find("second01", NOON)).isEqualTo(new KeySource.Found(KEY));
  }

  @Test
  void aKeyThatExpiresIsValidUntilThen() {
    var label = new KeyLabel(Optional.empty(), "test", Optional.of(NOON));
    ring.apply(new Created("first001", KEY, label, 7, Optional.empty()));
    // Whoever replaces it may end it earlier, but not later.
    ring.apply(
        created(
            "second01",
            replaces("first001", OptionalLong.of(NOON.plusSeconds(60).toEpochMilli()))));

    assertThat(ring.find("first001", NOON.minusMillis(1))).isEqualTo(new KeySource.Found(KEY));
    assertThat(ring.find("first001", NOON)).isEqualTo(new KeySource.Ended(KEY));
    assertThat(ring.entry("first001").orElseThrow().endsAt()).contains(NOON);
  }

  @Test
  void whoeverTookOverFromAKeyStandsForIt() {
    ring.apply(created("first001", Optional.empty()));
    ring.apply(created("second01", replaces("first001", OptionalLong.empty())));
    ring.apply(created("third001", replaces("second01", OptionalLong.empty())));
    ring.apply(new Revoked("first001", 1));
    ring.apply(new Revoked("second01", 1));
    assertThat(ring.isValidOrReplaced("first001", NOON)).isTrue();

    ring.apply(new Revoked("third001", 1));

    assertThat(ring.isValidOrReplaced("first001", NOON)).isFalse();
    assertThat(ring.isValidOrReplaced("nobody01", NOON)).isFalse();
  }

  @Test
  void countsEachKeyOfATenantOnce() {
    ring.apply(created("first001", Optional.empty()));
    ring.apply(created("first001", Optional.empty()));
    ring.apply(created("second01", Optional.empty()));

    assertThat(ring.count("acme")).isEqualTo(2);
    assertThat(ring.count("rival")).isZero();
  }

  @Test
  void tellsOperatorsAllItKnows() {
    ring.apply(created("first001", Optional.empty()));
    ring.apply(created("second01", replaces("first001", OptionalLong.of(NOON.toEpochMilli()))));
    ring.apply(new Revoked("second01", 5));
    ring.apply(new Revoked("nobody01", 5));

    assertThat(ring.entries())
        .containsExactlyInAnyOrder(
            new KeyRing.Entry(
                "first001",
                KEY,
                LABEL,
                Instant.ofEpochMilli(7),
                Optional.empty(),
                Optional.empty(),
                Optional.of(NOON)),
            new KeyRing.Entry(
                "second01",
                KEY,
                LABEL,
                Instant.ofEpochMilli(7),
                Optional.of("first001"),
                Optional.of(Instant.ofEpochMilli(5)),
                Optional.empty()));
    assertThat(ring.entry("first001").orElseThrow().isValid(NOON.minusMillis(1))).isTrue();
    assertThat(ring.entry("first001").orElseThrow().isValid(NOON)).isFalse();
    assertThat(ring.entry("second01").orElseThrow().isValid(NOON)).isFalse();
  }

  private static Created created(String id, Optional<Replaced> replaces) {
    return new Created(id, KEY, LABEL, 7, replaces);
  }

  private static Optional<Replaced> replaces(String id, OptionalLong endsAtMs) {
    return Optional.of(new Replaced(id, endsAtMs));
  }
}
