package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.Frame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * What errors have in common that are the same bug: type and innermost frames, without lines,
 * addresses and deploy folders; the message only where there are no frames.
 */
final class StackSignature {
  /** Version of the algorithm; written into every group, so that a better one may come. */
  static final int VERSION = 0;

  private static final int FRAMES_MAX = 8;
  private static final int MESSAGE_CHARACTERS_MAX = 1000;

  private StackSignature() {}

  /** The hex SHA-256 of {@link #canonicalText}. */
  static String of(ErrorReport report) {
    return Sha256.hex(canonicalText(report).getBytes(StandardCharsets.UTF_8));
  }

  /** The text that is hashed, one part per line. */
  static String canonicalText(ErrorReport report) {
    if (!report.getFingerprint().isEmpty()) {
      return "fingerprint\n" + String.join("\n", report.getFingerprint());
    }
    var type = Objects.requireNonNullElse(report.getType(), "");
    var frames = frames(report);
    return frames.isEmpty()
        ? type + "\n" + NormalText.of(firstLine(report))
        : type + "\n" + String.join("\n", frames);
  }

  private static List<String> frames(ErrorReport report) {
    if (!report.getFrames().isEmpty()) {
      return report.getFrames().stream().limit(FRAMES_MAX).map(StackSignature::text).toList();
    }
    if (report.getStack() == null) {
      return List.of();
    }
    return StackText.frames(report.getStack(), FRAMES_MAX).stream().map(NormalText::of).toList();
  }

  private static String text(Frame frame) {
    var place = frame.getModule() == null ? frame.getFile() : frame.getModule();
    return NormalText.of(
        Objects.requireNonNullElse(frame.getFunction(), "?")
            + " in "
            + Objects.requireNonNullElse(place, "?"));
  }

  private static String firstLine(ErrorReport report) {
    var text = report.getMessage() == null ? report.getStack() : report.getMessage();
    if (text == null) {
      return "";
    }
    var line = text.lines().findFirst().orElse("");
    return line.substring(0, Math.min(line.length(), MESSAGE_CHARACTERS_MAX));
  }
}
