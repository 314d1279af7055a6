package dev.fleetpulse.ingest.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.verdict.FieldError;
import dev.fleetpulse.ingest.verdict.Reason;
import dev.fleetpulse.ingest.verdict.Refusal;
import dev.fleetpulse.ingest.verdict.Verdict.Accepted;
import dev.fleetpulse.ingest.verdict.Verdict.Refused;
import dev.fleetpulse.service.access.Binding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundKeyTest {
  private static final Binding INSTANCE = new Binding.Instance("web-1");
  private static final Binding APP = new Binding.App("shop");

  @Test
  void aKeyOfATenantSpeaksForAll() throws Exception {
    var document = json("{\"instanceId\":\"web-2\",\"app\":\"blog\"}");

    assertThat(BoundKey.check(new Binding.Tenant(), document)).isEqualTo(new Accepted<>(document));
  }

  @Test
  void aKeyOfAnInstanceSpeaksForThatOneOnly() throws Exception {
    var own = json("{\"instanceId\":\"web-1\",\"app\":\"blog\"}");

    assertThat(BoundKey.check(INSTANCE, own)).isEqualTo(new Accepted<>(own));
    assertThat(BoundKey.check(INSTANCE, json("{\"instanceId\":\"web-2\"}")))
        .isEqualTo(
            new Refused<>(
                Refusal.of(
                    Reason.FORBIDDEN,
                    List.of(
                        new FieldError(
                            "instanceId",
                            "\"web-1\", to which the key is bound",
                            "the string \"web-2\"")))));
  }

  @Test
  void aKeyOfAnAppSpeaksForThatOneOnly() throws Exception {
    var own = json("{\"instanceId\":\"web-2\",\"app\":\"shop\"}");

    assertThat(BoundKey.check(APP, own)).isEqualTo(new Accepted<>(own));
    assertThat(BoundKey.check(APP, json("{\"instanceId\":\"web-2\",\"app\":\"blog\"}")))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.refusal().reason()).isEqualTo(Reason.FORBIDDEN);
              assertThat(refused.refusal().errors())
                  .first()
                  .hasFieldOrPropertyWithValue("field", "app");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"instanceId\":\"web-2\"}",
        "{\"instanceId\":\"web-2\",\"app\":null}",
        "{\"instanceId\":\"web-2\",\"server\":{\"name\":\"blog\"}}"
      })
  void aKeyOfAnAppSaysWhichAppItIs(String body) throws Exception {
    assertThat(BoundKey.check(APP, json(body)))
        .isInstanceOfSatisfying(
            Accepted.class,
            accepted ->
                assertThat(((ObjectNode) accepted.value()).get("app").textValue())
                    .isEqualTo("shop"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"instanceId\":null}", "{\"instanceId\":5}"})
  void whatIsNoInstanceIsLeftToTheReader(String body) throws Exception {
    var document = json(body);

    assertThat(BoundKey.check(INSTANCE, document)).isEqualTo(new Accepted<>(document));
  }

  private static ObjectNode json(String text) throws Exception {
    return (ObjectNode) JsonMapper.builder().build().readTree(text);
  }
}
