package dev.fleetpulse.query.instances;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.AdminStack;
import dev.fleetpulse.service.access.Scope;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(RealComponents.class)
@Timeout(300)
class InstancesIT {
  private static final String WEB_1 =
      """
      {"instanceId": "web-1", "name": "Web One", "app": "shop", "hostname": "web-1.example",
       "role": "front", "environment": "production", "tags": {"zone": "eu", "rack": "7"}}
      """;

  private static AdminStack api;

  private final String tenant = "tenant-" + UUID.randomUUID().toString().substring(0, 8);
  private final String enroller = api.key(tenant, Scope.ENROLL);
  private final String admin = api.key(tenant, Scope.ADMIN, Scope.INGEST);

  @BeforeAll
  static void start(Components components) throws Exception {
    api = new AdminStack(components);
  }

  @AfterAll
  static void stop() throws Exception {
    api.close();
  }

  @Test
  void anInstanceGetsAKeyThatSendsForItAlone() {
    var made = api.post("/instances", enroller, WEB_1);

    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var keyId = made.json().get("keyId").textValue();
    assertThat(made.json().get("key").textValue()).startsWith("fpk_" + keyId + "_");
    var key = api.get("/keys?instanceId=web-1", admin).json();
    assertThat(key.get("total").intValue()).isOne();
    assertThat(key.at("/keys/0/id").textValue()).isEqualTo(keyId);
    assertThat(key.at("/keys/0/scopes")).hasSize(1);
    assertThat(key.at("/keys/0/scopes/0").textValue()).isEqualTo("ingest");
  }

  @Test
  void administratorsSeeWhatWasSaidOfIt() {
    var made = api.post("/instances", enroller, WEB_1);

    var listed = api.get("/instances?app=shop&role=front&environment=production", admin);

    assertThat(listed.json().get("total").intValue()).isOne();
    var instance = listed.json().at("/instances/0");
    assertThat(instance.get("instanceId").textValue()).isEqualTo("web-1");
    assertThat(instance.get("name").textValue()).isEqualTo("Web One");
    assertThat(instance.get("hostname").textValue()).isEqualTo("web-1.example");
    assertThat(instance.at("/tags/zone").textValue()).isEqualTo("eu");
    assertThat(instance.get("keyValid").booleanValue()).isTrue();
    assertThat(instance.get("enrolledBy").textValue())
        .isEqualTo("key " + enroller.substring(4, 12));
    assertThat(listed.body()).doesNotContain(made.json().get("key").textValue());
    assertThat(api.get("/instances?app=other", admin).json().get("total").intValue()).isZero();
  }

  @Test
  void whoIsRegisteredIsNotRegisteredAgainWhileItsKeyIsValid() {
    var first = api.post("/instances", enroller, WEB_1).json().get("keyId").textValue();

    var again = api.post("/instances", enroller, WEB_1);

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body()).contains(first);
    // Neither once it was rotated and the first key is revoked.
    var second = api.post("/keys/" + first + "/rotate", admin, "").json().get("id").textValue();
    api.delete("/keys/" + first, admin);
    assertThat(api.post("/instances", enroller, WEB_1).status()).isEqualTo(409);

    api.delete("/keys/" + second, admin);

    var anew = api.post("/instances", enroller, "{\"instanceId\": \"web-1\", \"app\": \"new\"}");
    assertThat(anew.status()).as(anew.body()).isEqualTo(201);
    var listed = api.get("/instances", admin).json();
    assertThat(listed.get("total").intValue()).isOne();
    assertThat(listed.at("/instances/0/app").textValue()).isEqualTo("new");
    assertThat(listed.at("/instances/0/keyId").textValue())
        .isEqualTo(anew.json().get("keyId").textValue());
  }

  @Test
  void withoutAnIdOneIsMadeUp() {
    var one = api.post("/instances", enroller, "{}").json().get("instanceId").textValue();
    var other = api.post("/instances", enroller, "").json().get("instanceId").textValue();

    assertThat(one).startsWith("inst-").isNotEqualTo(other);
  }

  @Test
  void ofAnotherTenantTheSameIdIsAnotherInstance() {
    var rival = "tenant-" + UUID.randomUUID().toString().substring(0, 8);
    api.post("/instances", enroller, WEB_1);

    assertThat(api.post("/instances", api.key(rival, Scope.ENROLL), WEB_1).status()).isEqualTo(201);

    var listed = api.get("/instances", api.key(rival, Scope.ADMIN)).json();
    assertThat(listed.get("total").intValue()).isOne();
    assertThat(api.get("/instances", admin).json().get("total").intValue()).isOne();
  }

  @Test
  void eachScopeMayItsOwn() {
    assertThat(api.post("/instances", admin, WEB_1).status()).isEqualTo(403);
    assertThat(api.get("/instances", enroller).status()).isEqualTo(403);
    assertThat(api.get("/keys", enroller).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"instanceId\": \"\"}            | instanceId must be 1 to 128 printable characters",
        "{\"tags\": [\"a\"]}               | tags must be an object of at most 32 texts",
        "{\"tags\": {\"a\": 1}}            | tags.a must be",
        "{\"tags\": {\" \": \"x\"}}        | tags must be named in",
        "{\"scopes\": [\"admin\"]}         | one of the fields instanceId, name, app",
        "{\"tenant\": \"rival\"}           | one of the fields"
      })
  void saysWhatIsWrongWithAnInstance(String body, String why) {
    var answer = api.post("/instances", enroller, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains(why);
  }
}
