package dev.fleetpulse.sql;

import dev.fleetpulse.service.Env;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/**
 * Makes the role that a tenant's own dashboards log in with, or removes it. The password is made up
 * anew each time; it goes to the standard output and nothing else does.
 */
public final class TenantRoleMain {
  private static final int PASSWORD_BYTES = 24;
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int NOT_UNDERSTOOD = 2;

  private TenantRoleMain() {}

  public static void main(String... arguments) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(System.getenv(), out, err, arguments));
  }

  /** The exit code: 0 for done, 1 for not done, 2 for an order nobody can fill. */
  static int run(
      Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments) {
    var removing = arguments.length == 2 && arguments[1].equals("--remove");
    if (arguments.length == 0
        || arguments[0].startsWith("-")
        || (arguments.length > 1 && !removing)) {
      err.println("usage: ./fleetpulse grafana-role TENANT [--remove]");
      return NOT_UNDERSTOOD;
    }
    try {
      var tenant = arguments[0];
      var role = TenantRoles.name(tenant);
      var env = new Env(environment);
      var roles =
          new TenantRoles(
              env.require("TIMESCALE_URL"),
              env.require("TIMESCALE_USER"),
              env.require("TIMESCALE_PASSWORD"));
      if (removing) {
        roles.remove(tenant);
        err.println(role + " is no role any more");
        return DONE;
      }
      var password = password();
      roles.ensure(tenant, password);
      err.printf(
          "%s sees the figures of %s alone; its password, shown only this once:%n", role, tenant);
      out.println(password);
      return DONE;
    } catch (IllegalArgumentException e) {
      err.println("grafana-role: " + e.getMessage());
      return NOT_UNDERSTOOD;
    } catch (MigrationException e) {
      err.println("grafana-role: " + e.getMessage());
      return FAILED;
    }
  }

  private static String password() {
    var bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
