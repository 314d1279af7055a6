package dev.fleetpulse.query.instances;

import dev.fleetpulse.control.Enrolment;
import dev.fleetpulse.query.request.Page;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import java.util.Optional;

/** Which instances somebody asks for. */
record InstancesQuery(
    Optional<String> app, Optional<String> role, Optional<String> environment, Page page) {
  static Parsed<InstancesQuery> read(Parameters parameters) {
    var app = parameters.text("app");
    var role = parameters.text("role");
    var environment = parameters.text("environment");
    var page = Page.read(parameters);
    return parameters.parsed(() -> new InstancesQuery(app, role, environment, page));
  }

  boolean fits(Enrolment enrolment) {
    return fits(app, enrolment.app())
        && fits(role, enrolment.role())
        && fits(environment, enrolment.environment());
  }

  private static boolean fits(Optional<String> wanted, Optional<String> told) {
    return wanted.isEmpty() || wanted.equals(told);
  }
}
