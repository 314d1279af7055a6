package dev.fleetpulse.load.bench.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How one would do it in an afternoon: an expression for each language's frames, tried on each
 * line, and a few to take out what differs; then SHA-256 over what is left of all frames.
 */
final class RegexReference {
  private static final List<Pattern> FRAMES =
      List.of(
          Pattern.compile("^\\s*at (?:async )?(.+?) \\((.+?):(\\d+):(\\d+)\\)$"),
          Pattern.compile("^\\s*at (?:async )?(.+?):(\\d+):(\\d+)$"),
          Pattern.compile("^\\s*at ([\\w.$/<>]+)\\(([\\w.]+)(?::(\\d+))?\\)$"),
          Pattern.compile("^\\s*at ([\\w.$<>]+)\\(.*\\) in (.+):line (\\d+)$"),
          Pattern.compile("^\\s*File \"(.+?)\", line (\\d+)(?:, in (.+))?$"),
          Pattern.compile("^(.*?)@(.+?):(\\d+)(?::(\\d+))?$"),
          Pattern.compile("^\\s*from (.+?):(\\d+):in [`'](.+)'$"));

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern HEX = Pattern.compile("0x[0-9a-f]+|\\b[0-9a-f]{8,}\\b");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern FOLDER =
      Pattern.compile("^(?:.*?[/\\\\])?([^/\\\\]+[/\\\\][^/\\\\]+)$");
  private static final Pattern LINE = Pattern.compile("\n");

  private RegexReference() {}

  static String signature(String stack) {
    var canonical = new StringBuilder();
    for (var line : LINE.split(stack, -1)) {
      for (var frame : FRAMES) {
        var matcher = frame.matcher(line);
        if (matcher.matches()) {
          for (var group = 1; group <= 2; group++) {
            canonical.append(normal(matcher.group(group))).append('\n');
          }
          break;
        }
      }
    }
    return hash(canonical.isEmpty() ? normal(stack) : canonical.toString());
  }

  private static String normal(String text) {
    var folder = FOLDER.matcher(text);
    var name = folder.matches() ? folder.group(1) : text;
    name = UUID.matcher(name).replaceAll("<id>");
    name = HEX.matcher(name).replaceAll("<hex>");
    return NUMBER.matcher(name).replaceAll("<n>");
  }

  private static String hash(String text) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
