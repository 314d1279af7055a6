package dev.fleetpulse.signature;

/** Whose code a frame of Go is in, by its package and file. */
final class GoKinds {
  private GoKinds() {}

  static FrameKind of(StackFrame frame) {
    var name = frame.module();
    if (name == null || name.equals("runtime") || name.startsWith("runtime/")) {
      return name == null && !"panic".equals(frame.function())
          ? FrameKind.APPLICATION
          : FrameKind.CRASH_HANDLER;
    }
    if (name.equals("testing")) {
      return FrameKind.HARNESS;
    }
    if (name.startsWith("github.com/stretchr/testify/")) {
      return FrameKind.ASSERTION;
    }
    var file = frame.file() == null ? "" : frame.file();
    if (isStandard(name, file)) {
      return FrameKind.RUNTIME;
    }
    if (file.contains("/vendor/") || file.contains("/pkg/mod/")) {
      return FrameKind.LIBRARY;
    }
    return TestPath.kind(frame, FrameKind.APPLICATION);
  }

  /** No host in front of the package, and it lies in the toolchain's folder of sources. */
  private static boolean isStandard(String name, String file) {
    var slash = name.indexOf('/');
    var first = slash < 0 ? name : name.substring(0, slash);
    return first.indexOf('.') < 0 && !first.equals("main") && file.contains("/src/" + name + "/");
  }
}
