package dev.fleetpulse.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StackSignatureTest {
  @Test
  void node() {
    assertThat(text(Traces.NODE))
        .isEqualTo(
            """
            language javascript
            type TypeError
            at priceOf in cart/price.js
            at checkout in cart/cart.mjs
            """);
  }

  @Test
  void theRootCauseOfJavaThenWhatCalledIt() {
    assertThat(text(Traces.JAVA))
        .isEqualTo(
            """
            language jvm
            type java.lang.NullPointerException
            at nameLength in com.shop.cart.Item
            at price in com.shop.cart.Pricing
            at post in com.shop.web.CartHandler
            """);
  }

  @Test
  void python() {
    assertThat(text(Traces.PYTHON))
        .isEqualTo(
            """
            language python
            type KeyError
            at load in cart/store.py
            at show in cart/view.py
            """);
  }

  @Test
  void goWithoutItsRuntimeAndClosures() {
    assertThat(text(Traces.GO))
        .isEqualTo(
            """
            language go
            type panic
            at (*Cart).Total in example.com/shop/cart
            at handle in main
            """);
  }

  @Test
  void dotNetWithoutStateMachines() {
    assertThat(text(Traces.DOTNET))
        .isEqualTo(
            """
            language dotnet
            type System.NullReferenceException
            at get_Name in Shop.Cart.Item
            at PriceAsync in Shop.Cart.Pricing
            at Post in Shop.Web.CartController
            """);
  }

  @Test
  void rustWithoutHashes() {
    assertThat(text(Traces.RUST)).contains("at shop::cart::total in src/cart.rs\n");
  }

  @Test
  void crashesWithoutWhatReportsThem() {
    assertThat(text(Traces.ASAN)).contains("at shop::Cart::total in cart/cart.cpp\n");
    assertThat(text(Traces.KERNEL)).contains("at cart_copy\nat cart_ioctl in cart/cart.c\n");
  }

  @Test
  void linesColumnsAndDeployFoldersDoNotMatter() {
    var elsewhere =
        Traces.NODE
            .replace("/srv/release-41/shop", "C:\\deploy\\r42\\shop")
            .replace(":12:27", ":19:3")
            .replace(":88:3", ":91:7");

    assertSame(Traces.NODE, elsewhere);
  }

  @Test
  void separatorsOfPathsDoNotMatter() {
    assertSame(
        "Error: x\n    at f (C:\\srv\\shop\\src\\a.js:1:2)",
        "Error: x\n    at f (file:///home/me/shop/src/a.js:3:4)");
  }

  @Test
  void hashesInNamesOfBundlesDoNotMatter() {
    assertSame(
        "Error: x\n    at buy (https://cdn.example/assets/cart.4f3a2b1c.js:1:200)",
        "Error: x\n    at buy (https://other.example/assets/cart.99e0aa17.js?v=3:1:300)");
    assertSame(
        "Error: x\n    at buy (https://cdn.example/assets/index-BkX9qa3d.js:1:200)",
        "Error: x\n    at buy (https://cdn.example/assets/index-C2mP7zQ1.js:1:300)");
  }

  @Test
  void enginesWriteTheSameFunctionDifferently() {
    assertSame(
        "Error: x\n    at Object.buy [as onClick] (https://shop.example/src/cart.js:1:200)",
        "Error: x\n    at Cart.buy (https://shop.example/src/cart.js:1:200)");
  }

  @Test
  void reflectionProxiesAndLambdasDoNotMatter() {
    var warm =
        Traces.JAVA
            .replace("DirectMethodHandleAccessor", "GeneratedMethodAccessor77")
            .replace("$Proxy41", "$Proxy9")
            .replace("lambda$post$3", "lambda$post$11")
            .replace("... 4 more", "... 19 more");

    assertSame(Traces.JAVA, warm);
  }

  @Test
  void modulesOfTheJdkDoNotMatter() {
    assertSame(Traces.JAVA, Traces.JAVA.replace("java.base/", ""));
  }

  @Test
  void recursionOfAnyDepthIsOneFrame() {
    var frame = "\tat com.shop.Tree.walk(Tree.java:9)\n";
    var other = "\tat com.shop.Leaf.visit(Leaf.java:9)\n";
    var head = "java.lang.IllegalStateException: odd\n";

    assertSame(
        head + (frame + other).repeat(2) + "\tat com.shop.Main.main(Main.java:1)",
        head + (frame + other).repeat(40) + "\tat com.shop.Main.main(Main.java:1)");
  }

  @Test
  void whicheverFunctionOfTheCycleOverflowsItIsTheSameBug() {
    var a = "\tat com.shop.Tree.walk(Tree.java:9)\n";
    var b = "\tat com.shop.Leaf.visit(Leaf.java:9)\n";
    var head = "java.lang.StackOverflowError\n";

    assertSame(head + (a + b).repeat(30), head + (b + a).repeat(30));
    assertThat(text(head + (a + b).repeat(30))).contains("cycle visit in com.shop.Leaf\n");
  }

  @Test
  void fullDisksAreOneGroupWhereverTheyStrike() {
    assertSame(
        "Error: ENOSPC: no space left on device, write\n    at a (/srv/shop/src/a.js:1:2)",
        "Error: ENOSPC: no space left on device, open '/tmp/x'\n    at b (/srv/shop/src/b.js:3:4)");
  }

  @Test
  void otherTypeOtherFrameOtherFileAreOtherBugs() {
    assertOther(Traces.NODE, Traces.NODE.replace("TypeError", "RangeError"));
    assertOther(Traces.NODE, Traces.NODE.replace("priceOf", "taxOf"));
    assertOther(Traces.NODE, Traces.NODE.replace("price.js", "tax.js"));
  }

  @Test
  void messagesCountOnlyWhereFramesSayNothing() {
    assertSame(Traces.NODE, Traces.NODE.replace("reading 'total'", "reading 'tax'"));
    assertSame(
        "Order 17 of 'ann' failed after 20 ms at /tmp/a.b",
        "Order 4711 of 'bob' failed after 3 ms at /var/x/y.z");
    assertOther("Order 17 failed", "Invoice 17 failed");
  }

  @Test
  void messageOfATraceWithoutOwnCodeCounts() {
    var reset =
        """
        Error: read ECONNRESET
            at TCP.onStreamRead (node:internal/stream_base_commons:217:20)
        """;

    assertThat(text(reset)).contains("message read ECONNRESET\n");
  }

  @Test
  void testsAreToldByTheirFileAndSubject() {
    assertThat(
            text(
                """
                Traceback (most recent call last):
                  File "/srv/shop/tests/test_cart.py", line 9, in test_total_of_empty_cart
                    assert total == 0
                AssertionError: assert 1 == 0
                """))
        .isEqualTo("language python\ntype assertion\nat tests/test_cart.py about total\n");
  }

  @Test
  void fingerprintOfTheClientOverridesAll() {
    var one = new ErrorFacts(null, "A", "x", Traces.NODE, null, null, List.of("cart", "price"));
    var two = new ErrorFacts(null, "B", "y", Traces.JAVA, null, null, List.of("cart", "price"));

    assertThat(StackSignature.of(one)).isEqualTo(StackSignature.of(two));
    assertThat(StackSignature.canonicalText(one)).isEqualTo("fingerprint\ncart\nprice\n");
  }

  @Test
  void framesGivenAsFramesAreTheSameAsInText() {
    var frames =
        List.of(
            new StackFrame("priceOf", null, "/srv/shop/src/cart/price.js", 12, 27, ""),
            new StackFrame("checkout", null, "/srv/shop/src/cart/cart.mjs", 88, 3, ""));
    var facts = new ErrorFacts("javascript", "TypeError", "no", null, frames, List.of(), List.of());

    assertThat(StackSignature.canonicalText(facts)).isEqualTo(text(Traces.NODE));
  }

  @Test
  void theClientSaysWhichFramesAreItsOwn() {
    var frames =
        List.of(
            new StackFrame("get", "com.shop.shared.Cache", null, 1, 0, false, ""),
            new StackFrame("price", "org.hibernate.ours.Pricing", null, 1, 0, true, ""));
    var facts = new ErrorFacts("java", "E", "no", null, frames, List.of(), List.of());

    assertThat(StackSignature.canonicalText(facts))
        .isEqualTo("language jvm\ntype E\nat price in org.hibernate.ours.Pricing\n");
  }

  @Test
  void causesGivenApartAreFollowedToTheirRoot() {
    var cause =
        new ErrorFacts.Cause(
            "KeyError",
            "'x'",
            null,
            List.of(new StackFrame("load", null, "/srv/shop/cart/store.py", 1, 0, "")));
    var facts =
        new ErrorFacts("python", "CartMissing", "no", null, List.of(), List.of(cause), List.of());

    assertThat(StackSignature.canonicalText(facts))
        .isEqualTo("language python\ntype KeyError\nat load in cart/store.py\n");
  }

  @Test
  void nothingAtAllHasASignature() {
    var facts = new ErrorFacts(null, null, null, null, null, null, null);

    assertThat(StackSignature.of(facts)).hasSize(64);
  }

  private static String text(String stack) {
    return StackSignature.canonicalText(ErrorFacts.ofStack(stack));
  }

  private static void assertSame(String one, String other) {
    assertThat(text(one)).isEqualTo(text(other));
  }

  private static void assertOther(String one, String other) {
    assertThat(text(one)).isNotEqualTo(text(other));
  }
}
