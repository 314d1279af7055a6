package dev.fleetpulse.signature;

/** The type of what was thrown, without what differs though the error does not. */
final class TypeName {
  private TypeName() {}

  /** Empty where none is known. */
  static String of(String type) {
    if (type == null) {
      return "";
    }
    if (isAssertion(type)) {
      return "assertion";
    }
    var out = new StringBuilder(type.length());
    for (var i = 0; i < type.length() && i < 200; i++) {
      var character = type.charAt(i);
      if (character == '@') {
        break;
      }
      if (!Scan.isDigit(character)) {
        out.append(character);
      } else if (i == 0 || !Scan.isDigit(type.charAt(i - 1))) {
        out.append('#');
      }
    }
    return out.toString();
  }

  /** The libraries of tests throw types of their own for one and the same. */
  private static boolean isAssertion(String type) {
    return type.endsWith("AssertionError")
        || type.endsWith("AssertionFailedError")
        || type.endsWith("ComparisonFailure")
        || type.endsWith("[ERR_ASSERTION]");
  }

  /** Whether the stack ran out: then it ends anywhere in the cycle of calls. */
  static boolean isStackOverflow(String type, String message) {
    if (type != null && (type.endsWith("StackOverflowError") || type.endsWith("RecursionError"))) {
      return true;
    }
    return message != null
        && (message.startsWith("Maximum call stack size")
            || message.startsWith("too much recursion")
            || message.startsWith("maximum recursion depth"));
  }
}
