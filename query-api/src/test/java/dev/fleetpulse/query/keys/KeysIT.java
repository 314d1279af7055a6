package dev.fleetpulse.query.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.AdminStack;
import dev.fleetpulse.query.QueryApi.Answer;
import dev.fleetpulse.query.TestKeys;
import dev.fleetpulse.query.command.KafkaCommands;
import dev.fleetpulse.schemas.KeyUse;
import dev.fleetpulse.service.access.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two processes of the API over one real broker. */
@ExtendWith(RealComponents.class)
@Timeout(300)
class KeysIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String READER = "{\"name\": \"wall\", \"scopes\": [\"read\"]}";

  private static String kafka;
  private static AdminStack one;
  private static AdminStack other;

  private final String tenant = "tenant-" + UUID.randomUUID().toString().substring(0, 8);
  private final String admin = one.key(tenant, Scope.values());

  @BeforeAll
  static void start(Components components) throws Exception {
    kafka = components.kafka();
    one = new AdminStack(components);
    other = new AdminStack(components);
  }

  @AfterAll
  static void stop() throws Exception {
    one.close();
    other.close();
  }

  @Test
  void aKeyThatWasMadeIsKnownToItsProcessAndWorksOnEveryOther() {
    for (var i = 0; i < 10; i++) {
      var made = one.post("/keys", admin, "{\"name\": \"next\", \"scopes\": [\"admin\"]}");
      assertThat(made.status()).as(made.body()).isEqualTo(201);
      var key = made.json().get("key").textValue();

      assertThat(one.get("/keys", key).status()).isEqualTo(200);
      assertThat(other.get("/keys", key).status()).isEqualTo(200);
    }
  }

  @Test
  void theSecretIsToldOnceAndNoHashEver() {
    var made = one.post("/keys", admin, READER);
    var id = made.json().get("id").textValue();
    var secret = made.json().get("key").textValue().substring(("fpk_" + id + "_").length());

    var listed = other.get("/keys", admin);

    assertThat(made.json().get("key").textValue()).startsWith("fpk_" + id + "_");
    assertThat(listed.body()).contains(id).doesNotContain(secret).doesNotContain("\"key\"");
    var entry = entry(listed, id);
    assertThat(entry.get("name").textValue()).isEqualTo("wall");
    assertThat(entry.get("scopes")).hasSize(1);
    assertThat(entry.get("state").textValue()).isEqualTo("valid");
    assertThat(entry.get("createdBy").textValue()).isEqualTo("key " + admin.substring(4, 12));
    assertThat(entry.has("secret")).isFalse();
    assertThat(entry.has("sha256")).isFalse();
  }

  @Test
  void whenAKeyWasLastUsedIsSeenInTheList() {
    var id = admin.substring(4, 12);
    assertThat(entry(other.get("/keys", admin), id).get("lastUsedAt").isNull()).isTrue();
    var noon = Instant.parse("2026-06-10T12:00:00Z");

    try (var uses = new KafkaCommands<>(kafka, one.topics().keyUsage(), _ -> id)) {
      uses.append(List.of(new KeyUse(noon.toEpochMilli())));
      // Of another process that is behind.
      uses.append(List.of(new KeyUse(noon.minusSeconds(60).toEpochMilli())));
    }

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(entry(other.get("/keys", admin), id).get("lastUsedAt").textValue())
                    .isEqualTo(noon.toString()));
  }

  @Test
  void aRevokedKeyIsRefusedHereAtOnceAndSoonEverywhere() {
    var made = one.post("/keys", admin, "{\"name\": \"x\", \"scopes\": [\"admin\"]}").json();
    var key = made.get("key").textValue();
    assertThat(other.get("/keys", key).status()).isEqualTo(200);

    assertThat(one.delete("/keys/" + made.get("id").textValue(), admin).status()).isEqualTo(204);

    assertThat(one.get("/keys", key).status()).isEqualTo(401);
    await().atMost(PATIENCE).until(() -> other.get("/keys", key).status() == 401);
    assertThat(one.delete("/keys/" + made.get("id").textValue(), admin).status()).isEqualTo(204);
    assertThat(entry(one.get("/keys?state=revoked", admin), made.get("id").textValue()))
        .isNotNull();
  }

  @Test
  void whoHoldsAKeyMayEndIt() {
    assertThat(one.delete("/keys/" + admin.substring(4, 12), admin).status()).isEqualTo(204);

    assertThat(one.get("/keys", admin).status()).isEqualTo(401);
  }

  @Test
  void aKeyOfAnotherTenantIsNotThere() {
    var id = one.post("/keys", admin, READER).json().get("id").textValue();

    for (var path : new String[] {"/keys/" + id, "/keys/nothing0", "/keys/acmeread"}) {
      assertThat(one.delete(path, TestKeys.RIVAL_ADMIN).status()).isEqualTo(404);
      assertThat(one.post(path + "/rotate", TestKeys.RIVAL_ADMIN, "").status()).isEqualTo(404);
    }
    assertThat(one.get("/keys", TestKeys.RIVAL_ADMIN).body()).doesNotContain(id);
    assertThat(entry(one.get("/keys", admin), id).get("state").textValue()).isEqualTo("valid");
  }

  @Test
  void nobodyMakesAKeyThatAllowsMoreThanTheirOwn() {
    var narrow = one.key(tenant, Scope.ADMIN, Scope.READ);
    var wide = one.post("/keys", admin, "{\"name\": \"w\", \"scopes\": [\"ingest\"]}").json();

    var refused =
        one.post("/keys", narrow, "{\"name\": \"w\", \"scopes\": [\"read\", \"enroll\"]}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body()).contains("enroll");
    assertThat(one.post("/keys/" + wide.get("id").textValue() + "/rotate", narrow, "{}").status())
        .isEqualTo(403);
    assertThat(one.post("/keys", narrow, READER).status()).isEqualTo(201);
  }

  @Test
  void whoIsNoAdministratorMayNothing() {
    var reader = one.key(tenant, Scope.READ, Scope.ENROLL);

    assertThat(one.get("/keys", reader).status()).isEqualTo(403);
    assertThat(one.post("/keys", reader, READER).status()).isEqualTo(403);
    assertThat(one.delete("/keys/" + admin.substring(4, 12), reader).status()).isEqualTo(403);
    assertThat(one.post("/keys/" + admin.substring(4, 12) + "/rotate", reader, "{}").status())
        .isEqualTo(403);
    assertThat(one.get("/keys", admin).status()).isEqualTo(200);
  }

  @Test
  void bothKeysOfARotationWorkUntilTheOverlapIsOver() {
    var old = one.post("/keys", admin, "{\"name\": \"n\", \"scopes\": [\"admin\"]}").json();
    var id = old.get("id").textValue();

    var made = one.post("/keys/" + id + "/rotate", admin, "{\"overlapSeconds\": 3600}");

    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.json().get("replaces").textValue()).isEqualTo(id);
    assertThat(made.json().get("name").textValue()).isEqualTo("n");
    for (var stack : new AdminStack[] {one, other}) {
      assertThat(stack.get("/keys", made.json().get("key").textValue()).status()).isEqualTo(200);
      assertThat(stack.get("/keys", old.get("key").textValue()).status()).isEqualTo(200);
    }
    assertThat(Instant.parse(entry(one.get("/keys", admin), id).get("endsAt").textValue()))
        .isAfter(Instant.now().plusSeconds(3000));

    one.post("/keys/" + id + "/rotate", admin, "{\"overlapSeconds\": 0}");

    assertThat(one.get("/keys", old.get("key").textValue()).status()).isEqualTo(401);
    assertThat(one.post("/keys/" + id + "/rotate", admin, "").status()).isEqualTo(409);
    assertThat(entry(one.get("/keys?state=ended", admin), id)).isNotNull();
  }

  @Test
  void aKeyThatExpiresEndsByItself() {
    var end = Instant.now().plusSeconds(3);
    var made =
        one.post(
                "/keys",
                admin,
                "{\"name\": \"guest\", \"scopes\": [\"admin\"], \"expiresAt\": \"%s\"}"
                    .formatted(end))
            .json();

    assertThat(Instant.parse(made.get("endsAt").textValue()).toEpochMilli())
        .isEqualTo(end.toEpochMilli());
    await()
        .atMost(PATIENCE)
        .until(() -> one.get("/keys", made.get("key").textValue()).status() == 401);
    assertThat(Instant.now()).isAfterOrEqualTo(end);
  }

  @Test
  void keysAreFoundByWhatTheyAreBoundTo() {
    one.post("/keys", admin, "{\"name\": \"a\", \"scopes\": [\"ingest\"], \"app\": \"shop\"}");
    one.post(
        "/keys", admin, "{\"name\": \"b\", \"scopes\": [\"ingest\"], \"instanceId\": \"web-1\"}");

    var ofApp = one.get("/keys?app=shop", admin).json();
    var ofInstance = one.get("/keys?instanceId=web-1", admin).json();

    assertThat(ofApp.get("total").intValue()).isOne();
    assertThat(ofApp.at("/keys/0/app").textValue()).isEqualTo("shop");
    assertThat(ofInstance.get("total").intValue()).isOne();
    assertThat(ofInstance.at("/keys/0/instanceId").textValue()).isEqualTo("web-1");
    assertThat(one.get("/keys?limit=1&offset=1", admin).json().get("keys")).hasSize(1);
    assertThat(one.get("/keys?limit=1&offset=1", admin).json().get("total").intValue())
        .isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{                                                          | body must be a JSON object",
        "[]                                                         | body must be a JSON object",
        "{}                                                         | name must be",
        "{\"name\": \"a\"}                                          | scopes must be",
        "{\"name\": \"a\", \"scopes\": []}                          | scopes must be",
        "{\"name\": \"a\", \"scopes\": \"read\"}                    | scopes must be",
        "{\"name\": \"a\", \"scopes\": [\"root\"]}                  | one or more of ingest, read, admin, enroll",
        "{\"name\": 7, \"scopes\": [\"read\"]}                      | name must be",
        "{\"name\": \"a\", \"scopes\": [\"read\"], \"app\": \"b\"}  | ingest alone",
        "{\"name\": \"a\", \"scopes\": [\"ingest\"], \"app\": \"b\", \"instanceId\": \"c\"} | left out where app is given",
        "{\"name\": \"a\", \"scopes\": [\"read\"], \"expiresAt\": \"2020-01-01T00:00:00Z\"} | within ten years",
        "{\"name\": \"a\", \"scopes\": [\"read\"], \"expiresAt\": \"soon\"} | a time",
        "{\"name\": \"a\", \"scopes\": [\"read\"], \"tenant\": \"rival\"} | one of the fields name, scopes"
      })
  void saysWhatIsWrongWithAnOrder(String body, String why) {
    var answer = one.post("/keys", admin, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains(why);
    assertThat(one.get("/keys", admin).json().get("total").intValue()).isOne();
  }

  private static JsonNode entry(Answer listed, String id) {
    for (var entry : listed.json().get("keys")) {
      if (entry.get("id").textValue().equals(id)) {
        return entry;
      }
    }
    return null;
  }
}
