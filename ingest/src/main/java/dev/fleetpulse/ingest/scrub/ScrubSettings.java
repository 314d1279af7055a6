package dev.fleetpulse.ingest.scrub;

import dev.fleetpulse.service.Env;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What an operator adds to the secrets that are known.
 *
 * @param names of fields and of pairs in texts, compared without regard to case, dashes and
 *     underscores
 * @param prefixes of values
 * @param emails whether e-mail addresses are taken out, too
 */
public record ScrubSettings(List<String> names, List<SecretPrefix> prefixes, boolean emails) {
  private static final String NAMES = "SCRUB_NAMES";
  private static final String PREFIXES = "SCRUB_PREFIXES";
  private static final String EMAILS = "SCRUB_EMAILS";
  private static final int ENTRIES_MAX = 100;
  private static final int CHARS_MAX = 256;

  /** Shorter than its marker a secret could make a name too long. */
  private static final int SECRET_CHARS_MIN = Kind.CUSTOM.marker().length();

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{3,64}");
  private static final Pattern PREFIX = Pattern.compile("[!-~&&[^,]]{3,32}");
  private static final Pattern CHARS = Pattern.compile("[0-9]{1,3}");

  /** What the protocol itself needs to read; a name that hits one of these would blind us. */
  private static final List<String> PROTOCOL_FIELDS =
      List.of(
          "instanceId",
          "timestamp",
          "app",
          "version",
          "server",
          "name",
          "port",
          "uptime",
          "status",
          "pid",
          "bootId",
          "process",
          "memoryMB",
          "cpuPercent",
          "peakMemoryMB",
          "routes",
          "total",
          "healthy",
          "unhealthy",
          "slowest",
          "path",
          "avgMs",
          "repairs",
          "successes",
          "failures",
          "lastRepair",
          "error",
          "resolution",
          "success",
          "tokens",
          "cost",
          "mode",
          "model",
          "durationMs",
          "usage",
          "totalTokens",
          "totalCost",
          "totalCalls",
          "byCategory",
          "byModel",
          "calls",
          "alerts",
          "type",
          "message",
          "severity",
          "metadata",
          "language",
          "stack",
          "frames",
          "function",
          "module",
          "file",
          "line",
          "column",
          "inApp",
          "cause",
          "level",
          "release",
          "environment",
          "tags",
          "context",
          "fingerprint",
          "errorId",
          "traceId");

  /** Copies the lists. */
  public ScrubSettings {
    names = List.copyOf(names);
    prefixes = List.copyOf(prefixes);
  }

  /** Nothing added. */
  public static ScrubSettings none() {
    return new ScrubSettings(List.of(), List.of(), false);
  }

  /**
   * Reads and checks everything.
   *
   * @throws IllegalArgumentException naming the setting and the entry that is wrong
   */
  public static ScrubSettings from(Env env) {
    return new ScrubSettings(
        entries(env, NAMES).stream().map(ScrubSettings::name).toList(),
        entries(env, PREFIXES).stream().map(ScrubSettings::prefix).toList(),
        flag(env.get(EMAILS, "false")));
  }

  private static List<String> entries(Env env, String setting) {
    var text = env.get(setting, "");
    var entries = new ArrayList<String>();
    if (!text.isEmpty()) {
      for (var entry : text.split(",", -1)) {
        entries.add(entry.strip());
      }
    }
    if (entries.size() > ENTRIES_MAX) {
      throw wrong(setting, "have at most " + ENTRIES_MAX + " entries", "has " + entries.size());
    }
    return entries;
  }

  private static String name(String entry) {
    if (!NAME.matcher(entry).matches() || SecretNames.joined(entry).length() < 3) {
      throw wrong(NAMES, "be names of 3 to 64 letters, digits, - and _, divided by commas", entry);
    }
    var names = new SecretNames(List.of(entry));
    for (var field : PROTOCOL_FIELDS) {
      if (names.kindOf(field) != null) {
        throw wrong(NAMES, "not take away the field " + field + " of the protocol", entry);
      }
    }
    return entry;
  }

  private static SecretPrefix prefix(String entry) {
    // From the end, as a colon may be part of the prefix.
    var alphabetAt = entry.lastIndexOf(':');
    var charsAt = entry.lastIndexOf(':', alphabetAt - 1);
    if (charsAt < 0 || !PREFIX.matcher(entry.substring(0, charsAt)).matches()) {
      throw prefixWrong(entry);
    }
    var prefix = entry.substring(0, charsAt);
    var chars = entry.substring(charsAt + 1, alphabetAt);
    if (prefix.chars().allMatch(Character::isDigit) || !CHARS.matcher(chars).matches()) {
      throw prefixWrong(entry);
    }
    var charsMin = Integer.parseInt(chars);
    if (charsMin > CHARS_MAX || charsMin + prefix.length() < SECRET_CHARS_MIN) {
      throw wrong(
          PREFIXES,
          "have secrets of at least %d characters with their prefix, and at most %d without it"
              .formatted(SECRET_CHARS_MIN, CHARS_MAX),
          entry);
    }
    return SecretPrefix.word(
        Kind.CUSTOM, prefix, alphabet(entry, entry.substring(alphabetAt + 1)), charsMin);
  }

  private static Alphabet alphabet(String entry, String name) {
    for (var alphabet : Alphabet.values()) {
      if (alphabet.name().equals(name.toUpperCase(Locale.ROOT))) {
        return alphabet;
      }
    }
    throw prefixWrong(entry);
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(EMAILS, "be true or false", text);
    };
  }

  private static IllegalArgumentException prefixWrong(String entry) {
    var alphabets =
        String.join(
            ", ",
            Arrays.stream(Alphabet.values())
                .map(alphabet -> alphabet.name().toLowerCase(Locale.ROOT))
                .toList());
    return wrong(
        PREFIXES,
        "be prefix:characters:alphabet[,…] with a prefix of 3 to 32 characters, not all digits, and one of "
            + alphabets,
        entry);
  }

  private static IllegalArgumentException wrong(String setting, String expected, String was) {
    return new IllegalArgumentException(
        "FLEETPULSE_%s must %s: %s".formatted(setting, expected, was));
  }
}
