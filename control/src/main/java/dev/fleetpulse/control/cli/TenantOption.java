package dev.fleetpulse.control.cli;

import dev.fleetpulse.service.access.AccessKeys;
import picocli.CommandLine.Option;

/** Whose something is, for any command. */
final class TenantOption {
  @Option(names = "--tenant", paramLabel = "TENANT", required = true, description = "Whose.")
  private String tenant;

  /**
   * The tenant's name.
   *
   * @throws IllegalArgumentException if it can't be one
   */
  String name() {
    if (!AccessKeys.TENANT.matcher(tenant).matches()) {
      throw new IllegalArgumentException(
          "A tenant is 1 to 63 small letters, digits and dashes, no dash in front: " + tenant);
    }
    return tenant;
  }
}
