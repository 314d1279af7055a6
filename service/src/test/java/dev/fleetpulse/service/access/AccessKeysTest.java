package dev.fleetpulse.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fleetpulse.service.access.AccessDecision.Forbidden;
import dev.fleetpulse.service.access.AccessDecision.Granted;
import dev.fleetpulse.service.access.AccessDecision.Unauthenticated;
import dev.fleetpulse.service.access.AccessDecision.Unavailable;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessKeysTest {
  private static final String SECRET = "0123456789abcdefghijABCDEFGHIJ01";

  /** Of the secret, by sha256sum. */
  private static final String SHA256 =
      "97fb3002a2cf4fc92c42c707796e328e0f35f00270aa4b7585372e3bc7cc00ab";

  private final AccessKeys keys =
      AccessKeys.parse("sender01:acme:ingest:" + SHA256 + ", reader01:acme:read+admin:" + SHA256);

  @Test
  void grantsAKnownKeyItsScope() {
    assertThat(keys.decide("Bearer fpk_sender01_" + SECRET, null, Scope.INGEST))
        .isEqualTo(new Granted("sender01", "acme", new Binding.Tenant()));
    assertThat(keys.decide(null, "fpk_reader01_" + SECRET, Scope.ADMIN))
        .isEqualTo(new Granted("reader01", "acme", new Binding.Tenant()));
  }

  @Test
  void forbidsAnotherScope() {
    assertThat(keys.decide("bearer fpk_sender01_" + SECRET, null, Scope.READ))
        .isInstanceOf(Forbidden.class);
  }

  @Test
  void refusesAWrongSecret() {
    var wrong = SECRET.replace('0', '9');

    assertThat(keys.decide("Bearer fpk_sender01_" + wrong, null, Scope.INGEST))
        .isInstanceOf(Unauthenticated.class);
  }

  @Test
  void refusesAnUnknownId() {
    assertThat(keys.decide("Bearer fpk_nobody01_" + SECRET, null, Scope.INGEST))
        .isInstanceOf(Unauthenticated.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer fpk_x_y", "Basic YTpi", "fpk_sender01_"})
  void refusesWhatIsNotAKeyWithoutRepeatingIt(String authorization) {
    assertThat(keys.decide(authorization, null, Scope.INGEST))
        .isInstanceOfSatisfying(
            Unauthenticated.class,
            refused -> assertThat(refused.reason()).doesNotContain("sender01"));
  }

  @Test
  void asksTheSourceOnlyForKeysItDoesNotHave() {
    var source = new Scripted(new KeySource.Unknown());
    var backed = keys.backedBy(source);

    backed.decide("Bearer fpk_sender01_" + SECRET, null, Scope.INGEST);
    backed.decide("Bearer fpk_sender01_x" + SECRET, null, Scope.INGEST);
    backed.decide("Bearer no key at all", null, Scope.INGEST);
    assertThat(source.asked).isEmpty();

    assertThat(backed.decide("Bearer fpk_source01_" + SECRET, null, Scope.INGEST))
        .isInstanceOf(Unauthenticated.class);
    assertThat(source.asked).containsExactly("source01");
  }

  @Test
  void grantsWhatTheSourceFindsAndTellsItSo() {
    var binding = new Binding.Instance("web-1");
    var source = new Scripted(new KeySource.Found(known(binding)));
    var backed = keys.backedBy(source);

    assertThat(backed.decide("Bearer fpk_source01_" + SECRET, null, Scope.INGEST))
        .isEqualTo(new Granted("source01", "acme", binding));
    assertThat(source.used).containsExactly("source01");
  }

  @Test
  void aRefusedKeyOfTheSourceIsNotCountedAsUsed() {
    var source = new Scripted(new KeySource.Found(known(new Binding.Tenant())));
    var backed = keys.backedBy(source);

    assertThat(backed.decide("Bearer fpk_source01_" + SECRET, null, Scope.ADMIN))
        .isInstanceOf(Forbidden.class);
    assertThat(backed.decide("Bearer fpk_source01_x" + SECRET, null, Scope.INGEST))
        .isInstanceOf(Unauthenticated.class);
    assertThat(source.used).isEmpty();
  }

  @Test
  void tellsOnlyItsOwnerThatAKeyHasEnded() {
    var backed = keys.backedBy(new Scripted(new KeySource.Ended(known(new Binding.Tenant()))));

    assertThat(backed.decide("Bearer fpk_source01_" + SECRET, null, Scope.INGEST))
        .isEqualTo(new Unauthenticated("This key is no longer valid"));
    assertThat(backed.decide("Bearer fpk_source01_x" + SECRET, null, Scope.INGEST))
        .isEqualTo(new Unauthenticated("This key is not known"));
  }

  @Test
  void passesOnThatNobodyCanTell() {
    var backed = keys.backedBy(new Scripted(new KeySource.Unavailable("later")));

    assertThat(backed.decide("Bearer fpk_source01_" + SECRET, null, Scope.INGEST))
        .isEqualTo(new Unavailable("later"));
  }

  @Test
  void aNewKeyIsOneThatItsHashKnows() {
    var made = NewKey.random(new SecureRandom());

    assertThat(ApiKey.parse(made.text())).hasValue(made.key());
    assertThat(SecretHash.ofBytes(made.key().secret().bytes())).isEqualTo(made.key().secret());
    assertThat(made.toString()).doesNotContain(made.text().substring(13));
  }

  private static KnownKey known(Binding binding) {
    return new KnownKey("acme", Set.of(Scope.INGEST), SecretHash.ofHex(SHA256), binding);
  }

  /** Gives the same answer to everything and remembers what it was asked. */
  private static final class Scripted implements KeySource {
    private final Lookup answer;
    private final List<String> asked = new ArrayList<>();
    private final List<String> used = new ArrayList<>();

    Scripted(Lookup answer) {
      this.answer = answer;
    }

    @Override
    public Lookup find(ApiKey presented) {
      asked.add(presented.id());
      return answer;
    }

    @Override
    public void used(String keyId) {
      used.add(keyId);
    }
  }

  @Test
  void judgesAgainByTheIdAlone() {
    assertThat(keys.decideAgain("reader01", Scope.READ))
        .isEqualTo(new Granted("reader01", "acme", new Binding.Tenant()));
    assertThat(keys.decideAgain("sender01", Scope.READ)).isInstanceOf(Forbidden.class);
    assertThat(keys.decideAgain("nobody01", Scope.READ)).isInstanceOf(Unauthenticated.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sender01:acme:ingest",
        "short:acme:ingest:" + SHA256,
        "sender/1:acme:ingest:" + SHA256,
        "sender01:ACME:ingest:" + SHA256,
        "sender01:acme:everything:" + SHA256,
        "sender01:acme:ingest:abcd",
        "sender01:acme:ingest:" + SHA256 + ",sender01:acme:read:" + SHA256
      })
  void refusesASettingThatIsNotAListOfKeys(String setting) {
    assertThatThrownBy(() -> AccessKeys.parse(setting))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
