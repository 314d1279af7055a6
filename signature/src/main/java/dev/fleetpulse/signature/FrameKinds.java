package dev.fleetpulse.signature;

/** Whose code a frame is in, by its names alone; the client's own word about it comes first. */
final class FrameKinds {
  private FrameKinds() {}

  static FrameKind of(Language language, StackFrame frame) {
    var kind =
        switch (language) {
          case JVM -> JvmKinds.of(frame);
          case JAVASCRIPT -> JavaScriptKinds.of(frame);
          case PYTHON -> PythonKinds.of(frame);
          case GO -> GoKinds.of(frame);
          case DOTNET -> DotNetKinds.of(frame);
          case RUBY -> ScriptKinds.ruby(frame);
          case PHP -> ScriptKinds.php(frame);
          case RUST -> NativeKinds.rust(frame);
          case NATIVE -> NativeKinds.of(frame);
          case DART -> ScriptKinds.dart(frame);
          case ELIXIR -> ScriptKinds.elixir(frame);
          case UNKNOWN -> TestPath.kind(frame, FrameKind.APPLICATION);
        };
    if (frame.inApp() == null || !kind.mayCount()) {
      return kind;
    }
    if (frame.inApp()) {
      return kind.compareTo(FrameKind.LIBRARY) >= 0 ? FrameKind.APPLICATION : kind;
    }
    return kind == FrameKind.RUNTIME ? kind : FrameKind.LIBRARY;
  }
}
