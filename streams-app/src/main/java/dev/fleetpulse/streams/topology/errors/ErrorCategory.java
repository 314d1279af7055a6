package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorReport;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The kind of an error, by words in its type and message; the first rule that fits decides. */
final class ErrorCategory {
  private static final String UNKNOWN = "unknown";
  private static final int CHARACTERS_MAX = 1000;

  private static final List<Rule> RULES =
      List.of(
          new Rule("out-of-memory", "outofmemory", "out of memory", "enomem", "memoryerror"),
          new Rule("disk-full", "enospc", "no space left on device"),
          new Rule("file-not-found", "enoent", "filenotfound", "nosuchfile"),
          new Rule("permission", "eacces", "eperm", "permissionerror", "accessdenied"),
          new Rule("missing-module", "modulenotfound", "importerror", "cannot find module"),
          new Rule("missing-module", "classnotfound", "noclassdeffound"),
          new Rule("dns", "enotfound", "eai_again", "unknownhost"),
          new Rule("timeout", "timeout", "timed out", "etimedout"),
          new Rule("network", "econnrefused", "econnreset", "epipe", "connection refused"),
          new Rule("null-dereference", "nullpointer", "nullreference", "of undefined", "of null"),
          new Rule("null-dereference", "'nonetype' object"),
          new Rule("syntax", "syntaxerror", "indentationerror"),
          new Rule("assertion", "assertion", "comparisonfailure"),
          new Rule("type-error", "typeerror", "classcast"));

  private record Rule(String category, List<String> words) {
    Rule(String category, String... words) {
      this(category, List.of(words));
    }
  }

  private ErrorCategory() {}

  static String of(ErrorReport report) {
    var text = shortened(report.getType()) + " " + shortened(report.getMessage());
    for (var rule : RULES) {
      if (rule.words.stream().anyMatch(text::contains)) {
        return rule.category;
      }
    }
    return UNKNOWN;
  }

  private static String shortened(String text) {
    var whole = Objects.requireNonNullElse(text, "");
    return whole.substring(0, Math.min(whole.length(), CHARACTERS_MAX)).toLowerCase(Locale.ROOT);
  }
}
