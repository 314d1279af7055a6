package dev.fleetpulse.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fleetpulse.schemas.InMemorySchemas;
import dev.fleetpulse.schemas.ReplacedKey;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.KnownKey;
import dev.fleetpulse.service.access.NewKey;
import dev.fleetpulse.service.access.Scope;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyOrderTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  static Stream<KeyOrder> orders() {
    return Stream.of(
        new KeyOrder("acme", EnumSet.allOf(Scope.class), new Binding.Tenant()),
        new KeyOrder("acme", Set.of(Scope.INGEST), new Binding.App("shop")),
        new KeyOrder("acme", Set.of(Scope.INGEST), new Binding.Instance("web/1")),
        new KeyOrder(
            "acme",
            Set.of(Scope.READ),
            new Binding.Tenant(),
            Optional.of("the wall in the kitchen"),
            Optional.of(NOON)));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void whatWasOrderedIsWhatIsRead(KeyOrder order) {
    var schemas = new InMemorySchemas();
    var codec = new ControlCodec(Topics.with(schemas), schemas);
    var made = NewKey.random(new SecureRandom()).key();
    var replaced = Optional.of(new ReplacedKey("first001", 5L));

    var bytes = codec.write(order.filledBy(made, NOON, "test", replaced));

    assertThat(codec.read(Topics.KEY + made.id(), bytes, 0))
        .isEqualTo(
            new ControlRecord.Created(
                made.id(),
                new KnownKey(order.tenant(), order.scopes(), made.secret(), order.binding()),
                new KeyLabel(order.name(), "test", order.expiresAt()),
                NOON.toEpochMilli(),
                Optional.of(new ControlRecord.Replaced("first001", OptionalLong.of(5)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ACME", "-acme", "a/b", "a:b"})
  void refusesWhatIsNoTenant(String tenant) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyOrder(tenant, Set.of(Scope.READ), new Binding.Tenant()))
        .withMessageContaining("A tenant is");
  }

  @Test
  void refusesAKeyThatMayDoNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyOrder("acme", Set.of(), new Binding.Tenant()));
  }

  @Test
  void refusesToBindAKeyThatMayDoMoreThanSend() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new KeyOrder(
                    "acme", Set.of(Scope.INGEST, Scope.READ), new Binding.Instance("web-1")))
        .withMessageContaining("scope ingest only");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb"})
  void refusesToBindToWhatIsNoName(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyOrder("acme", Set.of(Scope.INGEST), new Binding.App(name)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyOrder("acme", Set.of(Scope.INGEST), new Binding.Instance(name)));
  }
}
