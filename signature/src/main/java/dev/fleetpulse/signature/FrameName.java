package dev.fleetpulse.signature;

/** What is hashed of a frame: function and place, without what changes though the bug does not. */
final class FrameName {
  private static final int CHARACTERS_MAX = 500;

  private FrameName() {}

  static String of(Language language, StackFrame frame, FrameKind kind) {
    var name = whole(language, frame, kind);
    return name.length() <= CHARACTERS_MAX ? name : name.substring(0, CHARACTERS_MAX);
  }

  private static String whole(Language language, StackFrame frame, FrameKind kind) {
    if (kind == FrameKind.TEST) {
      return place(language, frame, true) + TestSubject.of(frame.function());
    }
    var function = FunctionName.of(language, frame);
    var place = place(language, frame, false);
    if (place.isEmpty()) {
      return function;
    }
    return function + " in " + place;
  }

  /** Frames with the same place are calls within one class or one file. */
  static String place(Language language, StackFrame frame, boolean outermostClass) {
    var module = frame.module();
    if (module == null || module.isEmpty()) {
      return FileName.of(frame.file());
    }
    return switch (language) {
      case JVM -> FunctionName.jvmClass(module, outermostClass);
      case DOTNET -> FunctionName.dotNetType(module);
      case RUBY, DART, ELIXIR -> FileName.of(frame.file());
      case NATIVE -> FileName.of(module);
      default -> module;
    };
  }
}
