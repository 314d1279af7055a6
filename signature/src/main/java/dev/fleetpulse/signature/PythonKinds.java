package dev.fleetpulse.signature;

/** Whose code a frame of Python is in, by its file. */
final class PythonKinds {
  private static final Prefixes RUNNERS =
      new Prefixes("_pytest/", "pytest", "pluggy/", "nose/", "mock/", "hypothesis/", "unittest");

  private PythonKinds() {}

  static FrameKind of(StackFrame frame) {
    var file = frame.file();
    if (file == null) {
      return FrameKind.APPLICATION;
    }
    if (file.startsWith("<")) {
      return file.startsWith("<frozen") ? FrameKind.RUNTIME : FrameKind.GENERATED;
    }
    if (file.contains("site-packages") || file.contains("dist-packages")) {
      return RUNNERS.begin(FileName.of(file)) ? FrameKind.HARNESS : FrameKind.LIBRARY;
    }
    if (isStandard(file)) {
      return file.contains("unittest") ? FrameKind.HARNESS : FrameKind.RUNTIME;
    }
    return TestPath.kind(frame, FrameKind.APPLICATION);
  }

  private static boolean isStandard(String file) {
    return file.startsWith("lib/python")
        || file.contains("/lib/python")
        || file.contains("/lib64/python")
        || (file.contains("\\Python") && file.contains("\\lib\\"));
  }
}
