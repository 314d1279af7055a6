package dev.fleetpulse.signature;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The exceptions of one error that caused one another, whether they came as text or as frames.
 *
 * @param thrown outermost first; never empty
 */
public record Chain(Language language, List<Thrown> thrown) {
  private static final int CAUSES_MAX = TraceBuilder.THROWN_MAX;

  public Chain {
    thrown = List.copyOf(thrown);
  }

  /** Reads whatever the sender gave: frames, or else text. */
  public static Chain of(ErrorFacts facts) {
    var own = own(facts);
    if (facts.causes().isEmpty()) {
      return own;
    }
    var thrown = new ArrayList<Thrown>();
    thrown.add(own.thrown().getFirst());
    var language = own.language();
    for (var cause : facts.causes().stream().limit(CAUSES_MAX).toList()) {
      var chain = of(facts.language(), cause);
      language = language == Language.UNKNOWN ? chain.language : language;
      for (var link : chain.thrown) {
        thrown.add(new Thrown(Thrown.Link.CAUSE, link.type(), link.message(), link.frames()));
      }
    }
    return new Chain(language, thrown);
  }

  private static Chain own(ErrorFacts facts) {
    return of(
        facts.language(),
        new ErrorFacts.Cause(facts.type(), facts.message(), facts.stack(), facts.frames()));
  }

  private static Chain of(String named, ErrorFacts.Cause given) {
    if (!given.frames().isEmpty()) {
      var thrown = new Thrown(Thrown.Link.OUTERMOST, given.type(), given.message(), given.frames());
      return new Chain(language(named, given.frames()), List.of(thrown));
    }
    if (given.stack() == null || given.stack().isBlank()) {
      var thrown = new Thrown(Thrown.Link.OUTERMOST, given.type(), given.message(), List.of());
      return new Chain(Language.UNKNOWN, List.of(thrown));
    }
    var trace = StackText.parse(given.stack());
    return new Chain(trace.language(), completed(linked(trace.thrown()), given));
  }

  /** The first chain of the text: what was suppressed or stands apart caused nothing. */
  private static List<Thrown> linked(List<Thrown> all) {
    var chain = new ArrayList<Thrown>();
    for (var thrown : all) {
      switch (thrown.link()) {
        case OUTERMOST, CAUSE -> chain.add(thrown);
        case SUPPRESSED -> {
          // Skipped; a cause behind it would be its own, which is rare and does no harm.
        }
        case APART -> {
          return chain;
        }
      }
    }
    return chain;
  }

  /** What the text does not say about the outermost, the sender may have said beside it. */
  private static List<Thrown> completed(List<Thrown> chain, ErrorFacts.Cause given) {
    var first = chain.getFirst();
    if ((first.type() != null || given.type() == null)
        && (first.message() != null || given.message() == null)) {
      return chain;
    }
    var whole = new ArrayList<>(chain);
    whole.set(
        0,
        new Thrown(
            first.link(),
            first.type() == null ? given.type() : first.type(),
            first.message() == null ? given.message() : first.message(),
            first.frames()));
    return whole;
  }

  /** What made all the others happen. */
  public Thrown root() {
    return thrown.getLast();
  }

  private static Language language(String named, List<StackFrame> frames) {
    var byName = named == null ? Language.UNKNOWN : byName(named.toLowerCase(Locale.ROOT));
    return byName == Language.UNKNOWN ? byFile(frames) : byName;
  }

  private static Language byName(String named) {
    return switch (named) {
      case "javascript", "typescript", "node", "nodejs", "js", "ts" -> Language.JAVASCRIPT;
      case "java", "kotlin", "scala", "groovy", "clojure", "jvm", "android" -> Language.JVM;
      case "python" -> Language.PYTHON;
      case "go", "golang" -> Language.GO;
      case "csharp", "c#", "dotnet", ".net", "fsharp", "vb" -> Language.DOTNET;
      case "ruby" -> Language.RUBY;
      case "php" -> Language.PHP;
      case "rust" -> Language.RUST;
      case "c", "c++", "cpp", "native", "objective-c", "swift" -> Language.NATIVE;
      case "dart", "flutter" -> Language.DART;
      case "elixir", "erlang" -> Language.ELIXIR;
      default -> Language.UNKNOWN;
    };
  }

  private static Language byFile(List<StackFrame> frames) {
    for (var frame : frames) {
      var file = frame.file();
      var dot = file == null ? -1 : file.lastIndexOf('.');
      if (dot >= 0) {
        var language =
            switch (file.substring(dot + 1)) {
              case "js", "mjs", "cjs", "jsx", "ts", "tsx", "vue" -> Language.JAVASCRIPT;
              case "java", "kt", "scala", "groovy", "clj" -> Language.JVM;
              case "py" -> Language.PYTHON;
              case "go" -> Language.GO;
              case "cs", "fs", "vb" -> Language.DOTNET;
              case "rb" -> Language.RUBY;
              case "php" -> Language.PHP;
              case "rs" -> Language.RUST;
              case "c", "cc", "cpp", "h", "hpp", "m", "mm", "swift" -> Language.NATIVE;
              case "dart" -> Language.DART;
              case "ex", "exs" -> Language.ELIXIR;
              default -> Language.UNKNOWN;
            };
        if (language != Language.UNKNOWN) {
          return language;
        }
      }
    }
    return Language.UNKNOWN;
  }
}
