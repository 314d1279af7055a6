package dev.fleetpulse.signature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "/srv/app/src/cart/price.js, cart/price.js",
    "C:\\srv\\app\\src\\cart\\price.js, cart/price.js",
    "file:///srv/app/src/cart/price.js, cart/price.js",
    "https://shop.example/assets/main.4f3a2b1c.js, assets/main.js",
    "https://shop.example/assets/index-BkX9qa3d.js?v=12, assets/index.js",
    "https://shop.example/static/js/17.0a1b2c3d.chunk.js, js/chunk.js",
    "webpack:///./src/cart/price.jsx?, cart/price.jsx",
    "webpack-internal:///(rsc)/./src/cart/price.tsx, cart/price.tsx",
    "/srv/app/node_modules/express/lib/router/layer.js, express/lib/router/layer.js",
    "/venv/lib/python3.12/site-packages/django/db/models.py, django/db/models.py",
    "/srv/releases/20260102/index.js, #/index.js",
    "test/parallel/test-http2-close.js, parallel/test-http2-close.js",
    "blob:https://shop.example/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f, ''",
    "price.js, price.js",
  })
  void filesLoseWhereTheyWereDeployed(String file, String expected) {
    assertThat(FileName.of(file)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "JAVASCRIPT, async Cart.checkout, checkout",
    "JAVASCRIPT, new Cart, Cart",
    "JAVASCRIPT, Object.handle [as handle_request], handle",
    "JAVASCRIPT, Object.<anonymous>, <anonymous>",
    "JAVASCRIPT, Bar.prototype._baz/</<, <anonymous>",
    "JAVASCRIPT, Anonymous function, <anonymous>",
    "JVM, lambda$post$3, post",
    "JVM, lambda$null$3, lambda",
    "JVM, $anonfun$load$1, load",
    "JVM, load$default, load",
    "JVM, <init>, <init>",
    "RUST, shop::cart::total::{{closure}}::h0123456789abcdef, shop::cart::total",
    "GO, (*Server).Serve.func1.2, (*Server).Serve",
    "GO, Map[...], Map",
    "RUBY, block (2 levels) in Cart#total, total",
    "NATIVE, cart_copy.isra.0.cold, cart_copy",
    "PHP, {closure:App\\Cart::total():12}, {closure}",
    "DART, Cart.load.<anonymous closure>, Cart.load",
    "PYTHON, <lambda>, <lambda>",
  })
  void functionsLoseWhatCompilersAdd(Language language, String function, String expected) {
    assertThat(FunctionName.of(language, new StackFrame(function, null, null, 0, 0, "")))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "com.shop.Cart, com.shop.Cart",
    "com.shop.Cart$1, com.shop.Cart",
    "com.shop.Cart$Item$2, com.shop.Cart$Item",
    "com.shop.Cart$$anonfun$load$1, com.shop.Cart$load",
    "com.shop.Cart$, com.shop.Cart",
    "com.google.gson.internal.$Gson$Types, com.google.gson.internal.$Gson$Types",
  })
  void classesLoseTheirNumbers(String type, String expected) {
    assertThat(FunctionName.jvmClass(type, false)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "Order 17 failed, Order <n> failed",
    "at 0x7f3a2b, at <n>",
    "id 0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f gone, id <id> gone",
    "commit 9fceb02d is bad, commit <n> is bad",
    "commit fceb02d9 is bad, commit <hex> is bad",
    "cannot open /srv/a/b.txt: gone, cannot open <path>: gone",
    "cannot open C:\\a\\b.txt, cannot open <path>",
    "GET https://shop.example/x?y=1 failed, GET <path> failed",
    "user \"ann\" is unknown, user <value> is unknown",
    "took 12.5 s on 2026-01-02T03:04:05, took <n> s on <n>",
    "10.1.2.3:443 is down, <n> is down",
    "can't do it, can't do it",
    "utf8 and Int32, utf# and Int#",
  })
  void messagesLoseTheirValues(String message, String expected) {
    assertThat(MessageText.of(message)).isEqualTo(expected);
  }
}
