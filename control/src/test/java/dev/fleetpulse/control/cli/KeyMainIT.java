package dev.fleetpulse.control.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.schemas.AuditEvent;
import dev.fleetpulse.service.Env;
import dev.fleetpulse.service.access.ApiKey;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./fleetpulse key} against the real broker and the real registry. */
@ExtendWith(RealComponents.class)
@Timeout(180)
class KeyMainIT {
  private static final int DONE = 0;
  private static final int NOT_DONE = 1;
  private static final int NOT_UNDERSTOOD = 2;

  private final Map<String, String> settings;
  private final String tenant = "t" + UUID.randomUUID().toString().substring(0, 8);

  private record Said(int code, String out, String err) {}

  KeyMainIT(Components components) {
    settings =
        Map.of(
            "FLEETPULSE_KAFKA", components.kafka(),
            "FLEETPULSE_REGISTRY_URL", components.registryUrl());
  }

  @Test
  void makesListsRotatesAndRevokesKeys() {
    var created = key("create", "--tenant", tenant, "--scope", "ingest", "--instance", "web-1");
    assertThat(created.code()).as(created.err()).isEqualTo(DONE);
    var first = ApiKey.parse(created.out().strip()).orElseThrow().id();
    assertThat(created.err()).contains(first).doesNotContain(created.out().strip());
    assertThat(row(first)).contains("ingest", "instance web-1", "valid").endsWith("-");

    var rotated = key("rotate", first, "--overlap", "PT1H");
    assertThat(rotated.code()).as(rotated.err()).isEqualTo(DONE);
    var second = ApiKey.parse(rotated.out().strip()).orElseThrow().id();
    assertThat(row(first)).contains("until ");
    assertThat(row(second)).contains("ingest", "instance web-1", "valid");

    var revoked = key("revoke", first);
    assertThat(revoked.code()).as(revoked.err()).isEqualTo(DONE);
    assertThat(row(first)).contains("revoked ");
    assertThat(row(second)).contains("valid");
    assertThat(key("revoke", first).err()).contains("revoked already");
    assertThat(key("rotate", first))
        .isEqualTo(new Said(NOT_UNDERSTOOD, "", "key: Key " + first + " is no longer valid\n"));

    assertThat(TakenDown.of(settings, tenant))
        .extracting(AuditEvent::getAction, AuditEvent::getSubject)
        .containsExactly(
            tuple("key.create", first), tuple("key.rotate", first), tuple("key.revoke", first));
  }

  @Test
  void makesTheFirstAdministrator() {
    var admin = key("create", "--tenant", tenant, "--scope", "admin,read");

    assertThat(admin.code()).as(admin.err()).isEqualTo(DONE);
    assertThat(row(ApiKey.parse(admin.out().strip()).orElseThrow().id()))
        .contains("read,admin", "valid");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create --tenant acme                                          | --scope",
        "create --tenant ACME --scope read                             | A tenant is",
        "create --tenant acme --scope fly                              | --scope",
        "create --tenant acme --scope read --instance web-1            | scope ingest only",
        "create --tenant acme --scope ingest --instance a --app b      | exclusive",
        "rotate nobody01                                               | There is no key nobody01",
        "rotate nobody01 --overlap -PT1H                               | --overlap",
        "revoke nobody01                                               | There is no key nobody01",
        "list acme                                                     | acme",
        "                                                              | Say what to do"
      })
  void saysWhatCannotBeDone(String arguments, String why) {
    var said = key(arguments == null ? new String[0] : arguments.strip().split(" +"));

    assertThat(said.code()).isEqualTo(NOT_UNDERSTOOD);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).contains(why);
  }

  @Test
  void saysWhichSettingIsMissing() {
    assertThat(run(Map.of(), "list").err()).contains("FLEETPULSE_KAFKA is required");
  }

  @Test
  void endsWhereNobodyAnswers() {
    var nobody =
        Map.of(
            "FLEETPULSE_KAFKA",
            "127.0.0.1:1",
            "FLEETPULSE_REGISTRY_URL",
            settings.get("FLEETPULSE_REGISTRY_URL"));

    var said = run(nobody, "list");

    assertThat(said.code()).isEqualTo(NOT_DONE);
    assertThat(said.err()).contains("could not be read within");
  }

  private String row(String id) {
    var listed = key("list", "--tenant", tenant);
    assertThat(listed.code()).as(listed.err()).isEqualTo(DONE);
    return listed.out().lines().filter(line -> line.startsWith(id)).findFirst().orElseThrow();
  }

  private Said key(String... arguments) {
    return run(settings, arguments);
  }

  private static Said run(Map<String, String> settings, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var code =
        KeyMain.run(
            new Env(settings),
            Clock.systemUTC(),
            new PrintWriter(out),
            new PrintWriter(err),
            arguments);
    return new Said(code, out.toString(), err.toString());
  }
}
