package dev.fleetpulse.signature;

/** A stack trace as text, whoever wrote it. */
public final class StackText {
  /** What is behind so many characters is not looked at; ingest keeps no more either. */
  public static final int CHARACTERS_MAX = 64 * 1024;

  private StackText() {}

  /**
   * The exceptions and frames in the text; one exception with the text as its message, and no
   * frames, where no language's form is known.
   */
  public static Trace parse(String text) {
    var bounded = text.length() <= CHARACTERS_MAX ? text : text.substring(0, CHARACTERS_MAX);
    return switch (Sniffer.languageOf(bounded)) {
      case JAVASCRIPT -> JavaScriptStack.parse(bounded);
      case JVM -> JvmStack.parse(bounded);
      case PYTHON -> PythonStack.parse(bounded);
      case GO -> GoStack.parse(bounded);
      case DOTNET -> DotNetStack.parse(bounded);
      case RUBY -> RubyStack.parse(bounded);
      case PHP -> PhpStack.parse(bounded);
      case RUST -> RustStack.parse(bounded);
      case NATIVE -> NativeStack.parse(bounded);
      case DART -> DartStack.parse(bounded);
      case ELIXIR -> ElixirStack.parse(bounded);
      case UNKNOWN -> PlainText.parse(bounded);
    };
  }
}
