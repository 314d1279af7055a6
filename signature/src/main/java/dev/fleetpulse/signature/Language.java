package dev.fleetpulse.signature;

/** The family of languages whose runtime wrote a stack trace. */
public enum Language {
  JAVASCRIPT("javascript"),
  JVM("jvm"),
  PYTHON("python"),
  GO("go"),
  DOTNET("dotnet"),
  RUBY("ruby"),
  PHP("php"),
  RUST("rust"),
  NATIVE("native"),
  DART("dart"),
  ELIXIR("elixir"),
  /** No frame in any form we know. */
  UNKNOWN("unknown");

  private final String label;

  Language(String label) {
    this.label = label;
  }

  /** The word for it in canonical texts and answers. */
  public String label() {
    return label;
  }
}
