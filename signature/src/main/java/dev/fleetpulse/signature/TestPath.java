package dev.fleetpulse.signature;

/** Which files are tests, or help tests, by how they are called in most languages. */
final class TestPath {
  private static final Prefixes ASSERTING =
      new Prefixes("assert", "_assert", "expect", "_expect", "mustCall", "should");

  private TestPath() {}

  /** What the frame's file says about it; {@code otherwise} if it is neither test nor support. */
  static FrameKind kind(StackFrame frame, FrameKind otherwise) {
    var file = frame.file();
    if (file == null) {
      return otherwise;
    }
    var name = lastSlash(file, file.length()) + 1;
    if (isSupport(file, name)) {
      return FrameKind.TEST_SUPPORT;
    }
    var folder = testFolder(file, name);
    if (folder < 0 && !isTest(file, name)) {
      return otherwise;
    }
    if (folder >= 0 && isSupportFolder(file, folder, name)) {
      return FrameKind.TEST_SUPPORT;
    }
    return frame.function() != null && ASSERTING.begin(frame.function())
        ? FrameKind.TEST_SUPPORT
        : FrameKind.TEST;
  }

  private static int lastSlash(String file, int before) {
    for (var i = before - 1; i >= 0; i--) {
      if (FileName.isSlash(file.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isSupport(String file, int name) {
    return file.startsWith("testing.", name)
        || file.startsWith("_testing.", name)
        || file.startsWith("conftest.", name)
        || file.startsWith("test_helper.", name)
        || file.startsWith("spec_helper.", name);
  }

  /**
   * {@code test_a.py}, {@code a_test.go}, {@code a.test.ts}, {@code a_spec.rb}, {@code ATest.php}.
   */
  private static boolean isTest(String file, int name) {
    if (file.startsWith("test_", name)) {
      return true;
    }
    var dot = file.indexOf('.', name);
    if (dot < 0) {
      return false;
    }
    return Scan.endsWith(file, "_test", name, dot)
        || Scan.endsWith(file, "_tests", name, dot)
        || Scan.endsWith(file, "_spec", name, dot)
        || Scan.endsWith(file, "Test", name, dot)
        || file.startsWith(".test.", dot)
        || file.startsWith(".spec.", dot);
  }

  /** Behind the innermost folder of tests; -1 if the file lies in none. */
  private static int testFolder(String file, int name) {
    var end = name - 1;
    while (end > 0) {
      var start = lastSlash(file, end) + 1;
      if (isTestFolder(file, start, end)) {
        return end + 1;
      }
      end = start - 1;
    }
    return -1;
  }

  private static boolean isTestFolder(String file, int from, int to) {
    return switch (to - from) {
      case 4 -> file.startsWith("test", from) || file.startsWith("spec", from);
      case 5 -> file.startsWith("tests", from);
      case 9 -> file.startsWith("__tests__", from);
      default -> false;
    };
  }

  /** A folder of helpers within the folder of tests; its name ends where the next slash is. */
  private static boolean isSupportFolder(String file, int from, int name) {
    if (from >= name) {
      return false;
    }
    for (var folder : new String[] {"common", "helpers", "support", "lib", "utils"}) {
      if (file.startsWith(folder, from)
          && from + folder.length() < name
          && FileName.isSlash(file.charAt(from + folder.length()))) {
        return true;
      }
    }
    return false;
  }
}
