package dev.fleetpulse.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.signature.category.Categories;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for any text, and for any change that makes no other bug. */
class StackSignaturePropertyTest {
  private static final Categories CATEGORIES = Categories.builtIn();

  private static final List<String> TRACES =
      List.of(
          Traces.NODE,
          Traces.JAVA,
          Traces.PYTHON,
          Traces.GO,
          Traces.DOTNET,
          Traces.RUBY,
          Traces.PHP,
          Traces.RUST,
          Traces.RUST_WITHOUT_BACKTRACE,
          Traces.ASAN,
          Traces.GDB,
          Traces.KERNEL,
          Traces.DART,
          Traces.ELIXIR);

  @Property(tries = 2000)
  void anyTextIsSignedAndExplained(@ForAll String text) {
    assertSignedAndExplained(text);
  }

  /** Pieces of frames in any order: much closer to what parsers take for a frame. */
  @Property(tries = 4000)
  void anyPiecesOfTracesAreSignedAndExplained(@ForAll("pieces") String text) {
    assertSignedAndExplained(text);
  }

  @Property(tries = 1000)
  void tracesCutAnywhereAreSignedAndExplained(
      @ForAll("traces") String trace, @ForAll @IntRange(max = 2000) int from, @ForAll int length) {
    var start = Math.min(from, trace.length());
    var end = start + Math.floorMod(length, trace.length() - start + 1);

    assertSignedAndExplained(trace.substring(start, end));
  }

  @Provide
  Arbitrary<String> traces() {
    return Arbitraries.of(TRACES);
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
            "at ",
            "(",
            ")",
            "@",
            ":",
            ":1",
            ":1:2",
            "\n",
            " ",
            "\t",
            ".",
            "/",
            "\\",
            "a",
            "B",
            "$",
            "$$",
            "<",
            ">",
            "[",
            "]",
            "#0 ",
            "#1 0x1 in ",
            "File \"",
            "\"",
            ", line ",
            ", in ",
            "Traceback (most recent call last):",
            "Caused by: ",
            "Suppressed: ",
            "Error",
            "Error: ",
            "java.lang.Error",
            " ---> ",
            "--- End of inner exception stack trace ---",
            "goroutine 1",
            "panic: ",
            ".go:",
            ".rs:",
            ".ex:",
            ".java:1",
            "panicked at ",
            "panicked at '",
            "', ",
            "'",
            ":in '",
            ":in `",
            "from ",
            " in ",
            "+0x1",
            "RIP: ",
            "Line 1 of ",
            "script ",
            "eval at ",
            "eval code",
            "[native code]",
            "** (",
            "{main}",
            "(1): ",
            "==1==ERROR: ",
            "0: ",
            "::h",
            "node_modules/",
            "://",
            "blob:",
            "file:///",
            "C:\\",
            "?",
            "-",
            "_",
            "é",
            "\uD83D",
            "0",
            "During handling of the above exception",
            "| ",
            "+-+",
            "ENOSPC:",
            "StackOverflowError")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  private static void assertSignedAndExplained(String text) {
    var facts = ErrorFacts.ofStack(text);
    var explanation = Explanation.of(facts);

    assertThat(explanation.signature()).hasSize(64).isEqualTo(StackSignature.of(facts));
    assertThat(explanation.canonicalText()).hasSizeLessThan(4000);
    assertThat(Categories.ALL).contains(CATEGORIES.of(Chain.of(facts)));
  }

  /** Whatever names and numbers of lines a program has. */
  @Property(tries = 500)
  void linesAndFoldersOfNodeDoNotMatter(
      @ForAll("calls") List<Call> calls,
      @ForAll("deploys") String one,
      @ForAll("deploys") String two) {
    assertThat(signature(node(calls, one, 1))).isEqualTo(signature(node(calls, two, 977)));
  }

  @Property(tries = 500)
  void linesOfJavaDoNotMatter(@ForAll("calls") List<Call> calls) {
    assertThat(signature(java(calls, 1))).isEqualTo(signature(java(calls, 977)));
  }

  @Property(tries = 500)
  void linesAndFoldersOfPythonDoNotMatter(
      @ForAll("calls") List<Call> calls,
      @ForAll("deploys") String one,
      @ForAll("deploys") String two) {
    assertThat(signature(python(calls, one, 1))).isEqualTo(signature(python(calls, two, 977)));
  }

  @Property(tries = 500)
  void addressesDoNotMatter(@ForAll("calls") List<Call> calls, @ForAll int one, @ForAll int two) {
    assertThat(signature(nativeCrash(calls, one))).isEqualTo(signature(nativeCrash(calls, two)));
  }

  @Property(tries = 500)
  void hashesOfBundlesDoNotMatter(
      @ForAll("calls") List<Call> calls,
      @ForAll("hashes") String one,
      @ForAll("hashes") String two) {
    assertThat(signature(bundled(calls, one))).isEqualTo(signature(bundled(calls, two)));
  }

  @Property(tries = 500)
  void innermostFunctionMatters(@ForAll("calls") List<Call> calls) {
    var renamed = new java.util.ArrayList<>(calls);
    renamed.set(0, new Call("another", calls.getFirst().file));

    assertThat(signature(node(calls, "/srv/shop/src", 1)))
        .isNotEqualTo(signature(node(renamed, "/srv/shop/src", 1)));
  }

  /** A call of a function in a file, of whatever program. */
  record Call(String function, String file) {}

  @Provide
  Arbitrary<List<Call>> calls() {
    var name = Arbitraries.strings().withCharRange('a', 'z').ofMinLength(3).ofMaxLength(9);
    return Combinators.combine(name, name).as(Call::new).list().ofMinSize(1).ofMaxSize(12);
  }

  @Provide
  Arbitrary<String> deploys() {
    return Arbitraries.of(
        "/srv/shop/src", "/home/ann/work/shop/src", "/opt/releases/20260101/src", "/app/src");
  }

  @Provide
  Arbitrary<String> hashes() {
    return Arbitraries.strings()
        .withCharRange('a', 'f')
        .withCharRange('0', '9')
        .ofLength(8)
        .filter(hash -> hash.chars().anyMatch(Character::isDigit));
  }

  private static String signature(String stack) {
    return StackSignature.of(ErrorFacts.ofStack(stack));
  }

  private static String node(List<Call> calls, String folder, int line) {
    var text = new StringBuilder("Error: failed\n");
    for (var call : calls) {
      text.append(
          "    at %s (%s/%s.js:%d:7)%n".formatted(call.function, folder, call.file, line++));
    }
    return text.toString();
  }

  private static String bundled(List<Call> calls, String hash) {
    var text = new StringBuilder("Error: failed\n");
    for (var call : calls) {
      text.append(
          "    at %s (https://shop.example/assets/%s.%s.js:1:7)%n"
              .formatted(call.function, call.file, hash));
    }
    return text.toString();
  }

  private static String java(List<Call> calls, int line) {
    var text = new StringBuilder("com.shop.OddException: failed\n");
    for (var call : calls) {
      text.append(
          "\tat com.shop.%s.%s(%s.java:%d)%n"
              .formatted(call.file, call.function, call.file, line++));
    }
    return text.toString();
  }

  private static String python(List<Call> calls, String folder, int line) {
    var text = new StringBuilder("Traceback (most recent call last):\n");
    for (var call : calls.reversed()) {
      text.append(
          "  File \"%s/%s.py\", line %d, in %s%n    call()%n"
              .formatted(folder, call.file, line++, call.function));
    }
    return text.append("OddError: failed\n").toString();
  }

  private static String nativeCrash(List<Call> calls, int address) {
    var text = new StringBuilder("==12==ERROR: AddressSanitizer: SEGV on unknown address\n");
    for (var i = 0; i < calls.size(); i++) {
      var call = calls.get(i);
      text.append(
          "    #%d 0x%08x in %s /src/shop/%s.c:%d%n"
              .formatted(i, address + i, call.function, call.file, i + 1));
    }
    return text.toString();
  }
}
