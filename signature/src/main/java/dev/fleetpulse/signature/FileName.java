package dev.fleetpulse.signature;

/**
 * Where code lies, without where it was deployed: scheme, host, drive, deploy folder, query,
 * version and the hashes of bundlers are gone.
 */
final class FileName {
  private static final int SEGMENTS = 2;

  private FileName() {}

  /**
   * The last parts of the path, from the package on where it lies in a package manager's folder.
   */
  static String of(String file) {
    if (file == null || file.isEmpty()) {
      return "";
    }
    var to = end(file);
    var from = begin(file, to);
    if (from >= to) {
      return "";
    }
    var packaged = packaged(file, from, to);
    if (packaged > 0) {
      from = packaged;
    } else {
      from = lastSegments(file, from, to);
    }
    return normal(file, from, to);
  }

  /** Before a query or fragment. */
  private static int end(String file) {
    for (var i = 1; i < file.length(); i++) {
      var character = file.charAt(i);
      if (character == '?' || (character == '#' && i > 3)) {
        return i;
      }
    }
    return file.length();
  }

  /** Behind scheme and host. */
  private static int begin(String file, int to) {
    if (file.startsWith("blob:")) {
      return to;
    }
    var scheme = Scan.find(file, "://", 0, to);
    if (scheme < 0) {
      return 0;
    }
    var slash = Scan.find(file, '/', scheme + 3, to);
    return slash < 0 ? scheme + 3 : slash + 1;
  }

  /** Behind the last folder in which a package manager keeps what it fetched; -1 if in none. */
  private static int packaged(String file, int from, int to) {
    var found = -1;
    for (var i = from; i < to; i++) {
      if (!isSlash(file.charAt(i))) {
        continue;
      }
      for (var folder : FOLDERS) {
        if (i - folder.length() >= from
            && file.startsWith(folder, i - folder.length())
            && (i - folder.length() == from || isSlash(file.charAt(i - folder.length() - 1)))) {
          found = i + 1;
        }
      }
    }
    return found;
  }

  private static final String[] FOLDERS = {
    "node_modules", "site-packages", "dist-packages", "gems"
  };

  private static int lastSegments(String file, int from, int to) {
    var seen = 0;
    for (var i = to - 1; i >= from; i--) {
      if (isSlash(file.charAt(i)) && ++seen == SEGMENTS) {
        return i + 1;
      }
    }
    return from;
  }

  static boolean isSlash(char character) {
    return character == '/' || character == '\\';
  }

  private static String normal(String file, int from, int to) {
    var out = new StringBuilder(to - from);
    var start = from;
    for (var i = from; i <= to; i++) {
      if (i == to || isSlash(file.charAt(i))) {
        var last = i == to;
        if (i > start && !isSkipped(file, start, i)) {
          if (!out.isEmpty()) {
            out.append('/');
          }
          if (last) {
            lastSegment(file, start, i, out);
          } else {
            folder(file, start, i, out);
          }
        }
        start = i + 1;
      }
    }
    return out.toString();
  }

  /** {@code .}, {@code C:} and webpack's {@code (rsc)} name no folder. */
  private static boolean isSkipped(String file, int from, int to) {
    return (to - from == 1 && file.charAt(from) == '.')
        || file.charAt(to - 1) == ':'
        || (file.charAt(from) == '(' && file.charAt(to - 1) == ')');
  }

  private static void folder(String file, int from, int to, StringBuilder out) {
    for (var i = from; i < to; i++) {
      var character = file.charAt(i);
      if (!Scan.isDigit(character)) {
        out.append(character);
      } else if (i == from || !Scan.isDigit(file.charAt(i - 1))) {
        out.append('#');
      }
    }
  }

  /** The file itself; a script's name is cut at dots and dashes to find the hash of a bundler. */
  private static void lastSegment(String file, int from, int to, StringBuilder out) {
    var extension = Scan.findLast(file, '.', from, to);
    if (extension <= from || !isScript(file, extension, to)) {
      out.append(file, from, to);
      return;
    }
    var first = out.length();
    var start = from;
    for (var i = from; i <= extension; i++) {
      var character = file.charAt(i);
      if (character == '.' || character == '-') {
        if (!isHash(file, start, i, out.length() > first)) {
          if (out.length() > first) {
            out.append(file.charAt(start - 1));
          }
          out.append(file, start, i);
        }
        start = i + 1;
      }
    }
    if (out.length() == first) {
      out.append('#');
    }
    out.append(file, extension, to);
  }

  private static boolean isScript(String file, int from, int to) {
    return Scan.endsWith(file, "js", from, to) || Scan.endsWith(file, ".jsbundle", from, to);
  }

  /** Numbers of chunks, hex of six or more, and eight characters with cases and digits mixed. */
  private static boolean isHash(String file, int from, int to, boolean behindName) {
    var digits = 0;
    var lower = 0;
    var upper = 0;
    var hex = true;
    for (var i = from; i < to; i++) {
      var character = file.charAt(i);
      digits += Scan.isDigit(character) ? 1 : 0;
      lower += character >= 'a' && character <= 'z' ? 1 : 0;
      upper += Scan.isUpper(character) ? 1 : 0;
      hex &= Scan.isHex(character);
    }
    var length = to - from;
    if (digits == length) {
      return !behindName || length >= 6;
    }
    if (hex && digits > 0 && length >= 6) {
      return true;
    }
    return behindName && length >= 8 && length <= 24 && upper > 0 && lower > 0 && digits > 0;
  }
}
