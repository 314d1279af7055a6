package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorReport;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** When two reports are the same report, sent twice. */
final class ErrorIdentity {
  private ErrorIdentity() {}

  /** The client's own id of the report, or the hash that stands in for it. */
  static String id(ErrorReport report, String signature) {
    if (report.getErrorId() != null) {
      return report.getErrorId();
    }
    var message = Objects.requireNonNullElse(report.getMessage(), "");
    return Sha256.hex(
        bytes(report.getInstanceId(), report.getTimestampMs() + "", signature, message));
  }

  /**
   * The id within the fleet, in {@value SeenErrors#IDENTITY_BYTES} bytes however long the client's
   * id is: so many of a hash are enough for nobody to meet two alike.
   */
  static byte[] key(ErrorReport report, String id) {
    return Arrays.copyOf(
        Sha256.of(bytes(report.getTenant(), report.getInstanceId(), id)),
        SeenErrors.IDENTITY_BYTES);
  }

  private static byte[] bytes(String... parts) {
    return String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
  }
}
