package dev.fleetpulse.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StackTextTest {
  @Test
  void node() {
    var trace = StackText.parse(Traces.NODE);

    assertThat(trace.language()).isEqualTo(Language.JAVASCRIPT);
    var thrown = only(trace);
    assertThat(thrown.type()).isEqualTo("TypeError");
    assertThat(thrown.message()).isEqualTo("Cannot read properties of undefined (reading 'total')");
    assertThat(thrown.frames())
        .extracting(StackFrame::function)
        .containsExactly(
            "priceOf",
            "async Promise.all",
            "async Cart.checkout",
            "Layer.handle [as handle_request]",
            "process.processTicksAndRejections");
    assertThat(thrown.frames().getFirst().file())
        .isEqualTo("/srv/release-41/shop/src/cart/price.js");
    assertThat(thrown.frames().getFirst().line()).isEqualTo(12);
    assertThat(thrown.frames().getFirst().column()).isEqualTo(27);
  }

  @Test
  void errorsOfNodeKeepTheirCode() {
    var thrown =
        only(
            StackText.parse(
                """
                AssertionError [ERR_ASSERTION]: 3 == 4
                    at check (/srv/shop/a.js:1:2)
                """));

    assertThat(thrown.type()).isEqualTo("AssertionError[ERR_ASSERTION]");
    assertThat(thrown.message()).isEqualTo("3 == 4");
  }

  @Test
  void causesOfNodeAreFollowed() {
    var trace =
        StackText.parse(
            """
            Error: outer
                at load (/srv/shop/a.js:1:2) {
              [cause]: RangeError: inner
                  at parse (/srv/shop/b.js:3:4)
            }
            """);

    assertThat(trace.thrown()).extracting(Thrown::type).containsExactly("Error", "RangeError");
    assertThat(trace.thrown().getLast().link()).isEqualTo(Thrown.Link.CAUSE);
  }

  @Test
  void java() {
    var trace = StackText.parse(Traces.JAVA);

    assertThat(trace.language()).isEqualTo(Language.JVM);
    assertThat(trace.thrown())
        .extracting(Thrown::link)
        .containsExactly(Thrown.Link.OUTERMOST, Thrown.Link.SUPPRESSED, Thrown.Link.CAUSE);
    assertThat(trace.thrown())
        .extracting(Thrown::type)
        .containsExactly(
            "com.shop.CartException", "java.io.IOException", "java.lang.NullPointerException");
    var frames = trace.thrown().getFirst().frames();
    assertThat(frames).hasSize(5);
    assertThat(frames.get(2).module()).isEqualTo("jdk.internal.reflect.DirectMethodHandleAccessor");
    assertThat(frames.get(3).file()).isEqualTo("Unknown Source");
    assertThat(trace.thrown().getLast().frames())
        .extracting(StackFrame::function)
        .containsExactly("nameLength", "price");
  }

  @Test
  void javaWithoutLineBreaksAndWithJarsBehind() {
    var thrown =
        only(
            StackText.parse(
                """
                2026-01-02 03:04:05,678 ERROR [main] c.s.Cart - Failed: java.lang.IllegalStateException: closed
                    at com.shop.A.a(A.java:1)    at com.shop.B.b(B.java:2) ~[shop-1.2.jar:1.2]
                """));

    assertThat(thrown.type()).isEqualTo("java.lang.IllegalStateException");
    assertThat(thrown.frames()).extracting(StackFrame::function).containsExactly("a", "b");
  }

  @Test
  void python() {
    var trace = StackText.parse(Traces.PYTHON);

    assertThat(trace.language()).isEqualTo(Language.PYTHON);
    assertThat(trace.thrown())
        .extracting(Thrown::type)
        .containsExactly("shop.errors.CartMissing", "KeyError");
    assertThat(trace.thrown().getLast().link()).isEqualTo(Thrown.Link.CAUSE);
    assertThat(trace.thrown().getFirst().message()).isEqualTo("no cart k-17\nin this shop");
    assertThat(trace.thrown().getFirst().frames())
        .extracting(StackFrame::function)
        .containsExactly("show", "run");
  }

  @Test
  void pythonThatDoesNotParse() {
    var thrown =
        only(
            StackText.parse(
                """
                  File "/srv/shop/cart.py", line 3
                    def total(:
                              ^
                SyntaxError: invalid syntax
                """));

    assertThat(thrown.type()).isEqualTo("SyntaxError");
    assertThat(thrown.frames()).extracting(StackFrame::line).containsExactly(3);
  }

  @Test
  void go() {
    var trace = StackText.parse(Traces.GO);

    assertThat(trace.language()).isEqualTo(Language.GO);
    var thrown = only(trace);
    assertThat(thrown.type()).isEqualTo("panic");
    assertThat(thrown.message()).startsWith("runtime error: invalid memory address");
    assertThat(thrown.frames())
        .extracting(StackFrame::function)
        .containsExactly("panic", "(*Cart).Total.func1", "handle", "serve");
    assertThat(thrown.frames().get(1).module()).isEqualTo("example.com/shop/cart");
    assertThat(thrown.frames().get(1).file()).isEqualTo("/home/ci/build/cart/cart.go");
  }

  @Test
  void dotNet() {
    var trace = StackText.parse(Traces.DOTNET);

    assertThat(trace.language()).isEqualTo(Language.DOTNET);
    assertThat(trace.thrown())
        .extracting(Thrown::type)
        .containsExactly("System.InvalidOperationException", "System.NullReferenceException");
    var frames = trace.thrown().getLast().frames();
    assertThat(frames).hasSize(4);
    assertThat(frames.getFirst().module()).isEqualTo("Shop.Cart.Item");
    assertThat(frames.getFirst().function()).isEqualTo("get_Name");
    assertThat(frames.getFirst().line()).isEqualTo(19);
  }

  @Test
  void ruby() {
    var trace = StackText.parse(Traces.RUBY);

    assertThat(trace.language()).isEqualTo(Language.RUBY);
    var thrown = only(trace);
    assertThat(thrown.type()).isEqualTo("NoMethodError");
    assertThat(thrown.message()).isEqualTo("undefined method 'price' for nil");
    assertThat(thrown.frames()).hasSize(3);
    assertThat(thrown.frames().getFirst().file()).isEqualTo("/srv/shop/app/models/cart.rb");
  }

  @Test
  void php() {
    var trace = StackText.parse(Traces.PHP);

    assertThat(trace.language()).isEqualTo(Language.PHP);
    var thrown = only(trace);
    assertThat(thrown.type()).isEqualTo("TypeError");
    assertThat(thrown.frames()).hasSize(4);
    assertThat(thrown.frames().getFirst().file()).isEqualTo("/srv/shop/price.php");
    assertThat(thrown.frames().get(1).function()).isEqualTo("total");
    assertThat(thrown.frames().get(1).module()).isEqualTo("Shop\\Price");
  }

  @Test
  void rust() {
    var trace = StackText.parse(Traces.RUST);

    assertThat(trace.language()).isEqualTo(Language.RUST);
    var thrown = only(trace);
    assertThat(thrown.type()).isEqualTo("panic");
    assertThat(thrown.message()).startsWith("index out of bounds");
    assertThat(thrown.frames()).hasSize(4);
    assertThat(thrown.frames().get(2).file()).isEqualTo("./src/cart.rs");
  }

  @Test
  void rustWithoutBacktraceSaysWhereItPanicked() {
    var thrown = only(StackText.parse(Traces.RUST_WITHOUT_BACKTRACE));

    assertThat(thrown.message()).startsWith("index out of bounds");
    assertThat(thrown.frames()).extracting(StackFrame::file).containsExactly("src/cart.rs");
  }

  @Test
  void sanitizer() {
    var trace = StackText.parse(Traces.ASAN);

    assertThat(trace.language()).isEqualTo(Language.NATIVE);
    var thrown = only(trace);
    assertThat(thrown.type()).isEqualTo("AddressSanitizer heap-use-after-free");
    assertThat(thrown.frames())
        .extracting(StackFrame::function)
        .containsExactly("__asan_memcpy", "shop::Cart::total", "main", "__libc_start_main");
    assertThat(thrown.frames().get(1).file()).isEqualTo("/home/ci/cart/cart.cpp");
  }

  @Test
  void debugger() {
    var thrown = only(StackText.parse(Traces.GDB));

    assertThat(thrown.frames())
        .extracting(StackFrame::function)
        .containsExactly("cart_total", "main");
    assertThat(thrown.frames().getFirst().file()).isEqualTo("cart.c");
    assertThat(thrown.frames().getFirst().line()).isEqualTo(31);
  }

  @Test
  void kernelWithoutItsGuesses() {
    var thrown = only(StackText.parse(Traces.KERNEL));

    assertThat(thrown.type()).isEqualTo("KASAN slab-out-of-bounds");
    assertThat(thrown.frames())
        .extracting(StackFrame::function)
        .containsExactly("dump_stack", "cart_copy", "cart_ioctl");
    assertThat(thrown.frames().getLast().file()).isEqualTo("drivers/cart/cart.c");
  }

  @Test
  void dart() {
    var trace = StackText.parse(Traces.DART);

    assertThat(trace.language()).isEqualTo(Language.DART);
    assertThat(only(trace).type()).isEqualTo("FormatException");
    assertThat(only(trace).frames())
        .extracting(StackFrame::function)
        .containsExactly("_parse", "Cart.fromText", "main");
  }

  @Test
  void elixir() {
    var trace = StackText.parse(Traces.ELIXIR);

    assertThat(trace.language()).isEqualTo(Language.ELIXIR);
    assertThat(only(trace).type()).isEqualTo("FunctionClauseError");
    assertThat(only(trace).frames())
        .extracting(StackFrame::function)
        .containsExactly("Shop.Cart.total/1", ":gen_server.try_handle_call/4", "Shop.Web.show/2");
  }

  @Test
  void wordsAloneAreAMessage() {
    var trace = StackText.parse("The printer is on fire\nand nobody is near");

    assertThat(trace.language()).isEqualTo(Language.UNKNOWN);
    assertThat(only(trace).message()).isEqualTo("The printer is on fire\nand nobody is near");
    assertThat(only(trace).frames()).isEmpty();
  }

  @Test
  void endlessTracesAreBounded() {
    var trace = StackText.parse("java.lang.Error: x\n" + "\tat a.B.c(B.java:1)\n".repeat(100_000));

    assertThat(only(trace).frames()).hasSizeLessThanOrEqualTo(256);
    assertThat(StackText.parse("Caused by: a.BError: x\n".repeat(10_000)).thrown())
        .hasSizeLessThanOrEqualTo(32);
  }

  private static Thrown only(Trace trace) {
    assertThat(trace.thrown()).hasSize(1);
    return List.copyOf(trace.thrown()).getFirst();
  }
}
