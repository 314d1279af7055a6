package dev.fleetpulse.ingest.scrub;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Knows by its name that something is secret. A name falls into words at dashes, underscores, dots,
 * digits and humps ({@code x-api-key}, {@code GITHUB_TOKEN}, {@code dbPassword}); case means
 * nothing beyond that. It is secret where words in a row, put together, are a known name or end in
 * one ({@code authtoken}), unless a word around them says that this is about a secret, not one:
 * {@code tokenCount}, {@code maxToken}, {@code passwordPolicy}. Plurals are other words: {@code
 * tokens} is a number of them.
 */
final class SecretNames {
  static final int CHARS_MAX = 64;

  private static final int SUFFIX_CHARS_MIN = 5;
  private static final int STARTS_BITS = 1 << 15;

  private static final Map<String, Kind> KNOWN =
      Map.ofEntries(
          Map.entry("password", Kind.PASSWORD),
          Map.entry("passwords", Kind.PASSWORD),
          Map.entry("passwd", Kind.PASSWORD),
          Map.entry("passphrase", Kind.PASSWORD),
          Map.entry("passcode", Kind.PASSWORD),
          Map.entry("pwd", Kind.PASSWORD),
          Map.entry("dbpass", Kind.PASSWORD),
          Map.entry("userpass", Kind.PASSWORD),
          Map.entry("smtppass", Kind.PASSWORD),
          Map.entry("mailpass", Kind.PASSWORD),
          Map.entry("adminpass", Kind.PASSWORD),
          Map.entry("mysqlpass", Kind.PASSWORD),
          Map.entry("redispass", Kind.PASSWORD),
          Map.entry("postgrespass", Kind.PASSWORD),
          Map.entry("secret", Kind.SECRET),
          Map.entry("secrets", Kind.SECRET),
          Map.entry("token", Kind.TOKEN),
          Map.entry("bearer", Kind.TOKEN),
          Map.entry("xamzsignature", Kind.TOKEN),
          Map.entry("xgoogsignature", Kind.TOKEN),
          Map.entry("apikey", Kind.API_KEY),
          Map.entry("apikeys", Kind.API_KEY),
          Map.entry("accesskey", Kind.API_KEY),
          Map.entry("accountkey", Kind.API_KEY),
          Map.entry("sharedaccesskey", Kind.API_KEY),
          Map.entry("subscriptionkey", Kind.API_KEY),
          Map.entry("masterkey", Kind.API_KEY),
          Map.entry("secretkey", Kind.SECRET),
          Map.entry("secretaccesskey", Kind.SECRET),
          Map.entry("encryptionkey", Kind.SECRET),
          Map.entry("signingkey", Kind.SECRET),
          Map.entry("authorization", Kind.AUTHORIZATION),
          Map.entry("authkey", Kind.API_KEY),
          Map.entry("cookie", Kind.COOKIE),
          Map.entry("cookies", Kind.COOKIE),
          Map.entry("jsessionid", Kind.COOKIE),
          Map.entry("phpsessid", Kind.COOKIE),
          Map.entry("privatekey", Kind.PRIVATE_KEY),
          Map.entry("credential", Kind.CREDENTIALS),
          Map.entry("credentials", Kind.CREDENTIALS));

  /** Behind the known name: what is named is a property of the secret, or software about it. */
  private static final Set<String> ABOUT =
      Set.of(
          "count",
          "counts",
          "limit",
          "limits",
          "max",
          "min",
          "total",
          "usage",
          "used",
          "use",
          "budget",
          "rate",
          "cost",
          "price",
          "length",
          "len",
          "size",
          "type",
          "kind",
          "name",
          "names",
          "url",
          "uri",
          "endpoint",
          "path",
          "file",
          "dir",
          "folder",
          "id",
          "ids",
          "arn",
          "ref",
          "index",
          "idx",
          "position",
          "pos",
          "offset",
          "line",
          "column",
          "expiry",
          "expires",
          "expiration",
          "expired",
          "exp",
          "at",
          "in",
          "ttl",
          "age",
          "lifetime",
          "policy",
          "policies",
          "enabled",
          "disabled",
          "required",
          "valid",
          "invalid",
          "exists",
          "present",
          "status",
          "state",
          "error",
          "errors",
          "exception",
          "exceptions",
          "failure",
          "field",
          "fields",
          "domain",
          "manager",
          "provider",
          "providers",
          "service",
          "store",
          "storage",
          "factory",
          "resolver",
          "validator",
          "validation",
          "filter",
          "handler",
          "helper",
          "util",
          "utils",
          "impl",
          "test",
          "tests",
          "spec",
          "class",
          "method",
          "mode",
          "format",
          "algorithm",
          "alg",
          "version",
          "window",
          "per",
          "remaining",
          "left",
          "stream",
          "request",
          "requests",
          "response",
          "parser",
          "reader",
          "writer",
          "source",
          "jar",
          "buffer",
          "set",
          "list",
          "kinds",
          "types",
          "scope",
          "scopes",
          "issuer",
          "audience",
          "prefix",
          "label",
          "input",
          "form",
          "view",
          "page",
          "controller",
          "strategy",
          "middleware",
          "consent",
          "updated",
          "created",
          "deleted",
          "removed",
          "added",
          "strength",
          "reset",
          "change",
          "changed",
          "rotation",
          "refresh",
          "hint",
          "module",
          "plugin",
          "component",
          "s",
          "text",
          "estimate",
          "estimates",
          "ratio",
          "speed");

  /** Before the known name. */
  private static final Set<String> NEGATING =
      Set.of(
          "is",
          "has",
          "no",
          "use",
          "uses",
          "show",
          "hide",
          "require",
          "requires",
          "needs",
          "allow",
          "allows",
          "missing",
          "forgot",
          "forgotten",
          "reset",
          "change",
          "max",
          "min",
          "num");

  /** Before {@code token}: language models and parsers count and expect them. */
  private static final Set<String> TOKEN_NEGATING =
      Set.of(
          "total",
          "count",
          "avg",
          "per",
          "prompt",
          "completion",
          "input",
          "output",
          "cached",
          "reasoning",
          "usage",
          "used",
          "remaining",
          "cost",
          "price",
          "unexpected",
          "illegal",
          "unrecognized",
          "expected",
          "next",
          "previous",
          "prev",
          "current",
          "lookahead",
          "last",
          "first",
          "start",
          "end",
          "eos",
          "bos",
          "eot",
          "pad",
          "unk",
          "sep",
          "cls",
          "mask",
          "stop",
          "special",
          "syntax",
          "json",
          "dedup",
          "page",
          "continuation",
          "fencing",
          "sync",
          "injection",
          "cancellation",
          "cancel",
          "parse",
          "n",
          "maximum",
          "minimum",
          "time",
          "to");

  private final Map<String, Kind> names;

  /** Which three letters a known name may start with, hashed. */
  private final BitSet starts = new BitSet(STARTS_BITS);

  /** Knows these names besides its own; they are compared like them. */
  SecretNames(Collection<String> more) {
    this.names = new HashMap<>(KNOWN);
    for (var name : more) {
      names.put(joined(name), Kind.CUSTOM);
    }
    for (var name : names.keySet()) {
      starts.set(start(start(start(0, name.charAt(0)), name.charAt(1)), name.charAt(2)));
    }
  }

  /**
   * Whether this is {@code pass}: a password where its value is a text, and how many tests passed
   * where it is a number.
   */
  static boolean isPass(CharSequence name) {
    return name.length() == 4
        && Ascii.lower(name.charAt(0)) == 'p'
        && Ascii.lower(name.charAt(1)) == 'a'
        && Ascii.lower(name.charAt(2)) == 's'
        && Ascii.lower(name.charAt(3)) == 's';
  }

  /** The kind of secret that something of this name is; null if none. */
  Kind kindOf(CharSequence name) {
    return kindOf(name, 0, name.length());
  }

  /** The same for a stretch of a text; what is longer than 64 characters is no name. */
  Kind kindOf(CharSequence text, int from, int to) {
    return to - from > CHARS_MAX || !mayBeKnown(text, from, to)
        ? null
        : kindOf(words(text, from, to));
  }

  private Kind kindOf(List<String> words) {
    for (var last = words.size() - 1; last >= 0; last--) {
      var kind = known(words, last);
      if (kind != null) {
        return kind;
      }
      if (ABOUT.contains(words.get(last))) {
        return null;
      }
    }
    return null;
  }

  /** The kind of the longest known name that ends with this word. */
  private Kind known(List<String> words, int last) {
    var joined = "";
    Kind longest = null;
    for (var first = last; first >= 0 && joined.length() <= CHARS_MAX; first--) {
      joined = words.get(first) + joined;
      var kind = names.get(joined);
      if (kind == null && first == last) {
        kind = knownEnd(joined);
      }
      if (kind != null && !negated(words, first, kind)) {
        longest = kind;
      }
    }
    return longest;
  }

  /** {@code authtoken} ends in {@code token}; short names and plurals are not looked for. */
  private Kind knownEnd(String word) {
    for (var start = 1; start <= word.length() - SUFFIX_CHARS_MIN; start++) {
      var kind = names.get(word.substring(start));
      if (kind != null) {
        var before = word.substring(0, start);
        return TOKEN_NEGATING.contains(before) || NEGATING.contains(before) ? null : kind;
      }
    }
    return null;
  }

  private static boolean negated(List<String> words, int first, Kind kind) {
    if (first == 0) {
      return false;
    }
    var before = words.get(first - 1);
    return NEGATING.contains(before)
        // AWS names its access key id so, with date and region behind it.
        || (kind == Kind.CREDENTIALS && before.equals("amz"))
        || (kind == Kind.TOKEN && TOKEN_NEGATING.contains(before));
  }

  /** Most names are none of ours, and cost no memory to tell. */
  private boolean mayBeKnown(CharSequence text, int from, int to) {
    var start = 0;
    var letters = 0;
    for (var i = from; i < to; i++) {
      var character = text.charAt(i);
      if (Ascii.alphanumeric(character)) {
        start = start(start, Ascii.lower(character));
        if (++letters >= 3 && starts.get(start)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The last three characters, five bits of each. */
  private static int start(int start, char next) {
    return ((start << 5) | (next & 31)) & (STARTS_BITS - 1);
  }

  /** The words in lower case. */
  private static List<String> words(CharSequence text, int from, int to) {
    var words = new ArrayList<String>(4);
    var word = new StringBuilder();
    for (var i = from; i < to; i++) {
      var character = text.charAt(i);
      if (!word.isEmpty() && startsWord(text, from, i, to)) {
        words.add(word.toString());
        word.setLength(0);
      }
      if (Ascii.alphanumeric(character)) {
        word.append(Ascii.lower(character));
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  private static boolean startsWord(CharSequence text, int from, int at, int to) {
    var before = text.charAt(at - 1);
    var here = text.charAt(at);
    if (!Ascii.alphanumeric(here) || !Ascii.alphanumeric(before)) {
      return true;
    }
    if (Ascii.digit(before) != Ascii.digit(here)) {
      return true;
    }
    return Ascii.upper(here)
        && (Ascii.lowerCase(before)
            || (at - 1 >= from && at + 1 < to && Ascii.lowerCase(text.charAt(at + 1))));
  }

  static String joined(String name) {
    var joined = new StringBuilder(name.length());
    for (var i = 0; i < name.length(); i++) {
      if (Ascii.alphanumeric(name.charAt(i))) {
        joined.append(Ascii.lower(name.charAt(i)));
      }
    }
    return joined.toString();
  }
}
