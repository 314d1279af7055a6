package dev.fleetpulse.query.instances;

import dev.fleetpulse.control.InstanceFacts;
import dev.fleetpulse.query.request.JsonBody;
import dev.fleetpulse.query.request.Parsed;
import java.util.function.Supplier;

/** An instance as somebody registers it. */
final class InstanceRequest {
  private static final int NAME_MAX = 128;
  private static final int TAGS_MAX = 32;
  private static final int TAG_VALUE_MAX = 256;

  private InstanceRequest() {}

  /**
   * What a body says of an instance.
   *
   * @param otherwise makes up an id where none is given
   */
  static Parsed<InstanceFacts> read(JsonBody body, String tenant, Supplier<String> otherwise) {
    var instanceId = body.text("instanceId", NAME_MAX);
    var name = body.text("name", NAME_MAX);
    var app = body.text("app", NAME_MAX);
    var hostname = body.text("hostname", 253);
    var role = body.text("role", NAME_MAX);
    var environment = body.text("environment", NAME_MAX);
    var tags = body.texts("tags", TAGS_MAX, NAME_MAX, TAG_VALUE_MAX);
    return body.parsed(
        () ->
            new InstanceFacts(
                tenant,
                instanceId.orElseGet(otherwise),
                name,
                app,
                hostname,
                role,
                environment,
                tags));
  }
}
