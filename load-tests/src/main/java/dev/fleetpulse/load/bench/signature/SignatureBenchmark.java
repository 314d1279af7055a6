package dev.fleetpulse.load.bench.signature;

import dev.fleetpulse.signature.ErrorFacts;
import dev.fleetpulse.signature.StackSignature;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What JMH measures: the time to sign one text. JMH needs it public and open. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SignatureBenchmark {
  /** One trace of 30 frames. */
  @State(Scope.Benchmark)
  public static class Trace {
    @Param({"java", "node", "python"})
    public String language;

    private String text;

    @Setup
    public void make() {
      text =
          switch (language) {
            case "java" -> MadeUpTraces.java(30);
            case "node" -> MadeUpTraces.node(30);
            case "python" -> MadeUpTraces.python(30);
            default -> throw new IllegalArgumentException("No traces of " + language);
          };
    }
  }

  /** A text of a size, made of frames or of what leads scanners astray. */
  @State(Scope.Benchmark)
  public static class Sized {
    @Param({
      "java",
      "brackets",
      "at",
      "signs",
      "quotes",
      "causes",
      "digits",
      "slashes",
      "words",
      "panics"
    })
    public String kind;

    @Param({"1", "4", "16", "64"})
    public int kib;

    private String text;

    @Setup
    public void make() {
      var characters = kib * 1024;
      text =
          kind.equals("java")
              ? MadeUpTraces.javaOf(characters)
              : MadeUpTraces.astray(kind, characters);
    }
  }

  @Benchmark
  public String signature(Trace trace) {
    return StackSignature.of(ErrorFacts.ofStack(trace.text));
  }

  @Benchmark
  public String regexReference(Trace trace) {
    return RegexReference.signature(trace.text);
  }

  @Benchmark
  public String sized(Sized sized) {
    return StackSignature.of(ErrorFacts.ofStack(sized.text));
  }
}
