package dev.fleetpulse.signature;

/** Traces made up for tests, one for each way runtimes write them. */
final class Traces {
  static final String NODE =
      """
      node:internal/process/promises:289
            triggerUncaughtException(err, true /* fromPromise */);
            ^

      TypeError: Cannot read properties of undefined (reading 'total')
          at priceOf (/srv/release-41/shop/src/cart/price.js:12:27)
          at async Promise.all (index 0)
          at async Cart.checkout (file:///srv/release-41/shop/src/cart/cart.mjs:88:3)
          at Layer.handle [as handle_request] (/srv/release-41/shop/node_modules/express/lib/router/layer.js:95:5)
          at process.processTicksAndRejections (node:internal/process/task_queues:95:5) {
        code: 'E_TOTAL'
      }

      Node.js v24.1.0
      """;

  static final String JAVA =
      """
      Exception in thread "main" com.shop.CartException: Cannot price cart 4711
      \tat com.shop.cart.Pricing.price(Pricing.java:41)
      \tat com.shop.web.CartHandler.lambda$post$3(CartHandler.java:77)
      \tat java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(DirectMethodHandleAccessor.java:103)
      \tat com.sun.proxy.$Proxy41.post(Unknown Source)
      \tat java.base/java.lang.Thread.run(Thread.java:1583)
      \tSuppressed: java.io.IOException: Stream closed
      \t\tat com.shop.db.Rows.close(Rows.java:9)
      Caused by: java.lang.NullPointerException: Cannot invoke "String.length()" because "name" is null
      \tat com.shop.cart.Item.nameLength(Item.java:19)
      \tat com.shop.cart.Pricing.price(Pricing.java:38)
      \t... 4 more
      """;

  static final String PYTHON =
      """
      Traceback (most recent call last):
        File "/srv/shop/cart/store.py", line 40, in load
          return self.rows[key]
                 ~~~~~~~~~^^^^^
      KeyError: 'k-17'

      The above exception was the direct cause of the following exception:

      Traceback (most recent call last):
        File "/usr/lib/python3.12/threading.py", line 1012, in run
          self._target(*self._args, **self._kwargs)
        File "/srv/shop/cart/view.py", line 88, in show
          cart = store.load(key)
      shop.errors.CartMissing: no cart k-17
      in this shop
      """;

  static final String GO =
      """
      panic: runtime error: invalid memory address or nil pointer dereference
      [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48f0a1]

      goroutine 18 [running]:
      panic({0x4a1b20?, 0x55d0e0?})
      \t/usr/local/go/src/runtime/panic.go:770 +0x132
      example.com/shop/cart.(*Cart).Total.func1(0x0)
      \t/home/ci/build/cart/cart.go:31 +0x21
      main.handle(0xc0000b4000)
      \t/home/ci/build/main.go:17 +0x45
      created by main.serve in goroutine 1
      \t/home/ci/build/main.go:44 +0x9c

      goroutine 1 [chan receive]:
      main.main()
      \t/home/ci/build/main.go:50 +0x1f
      """;

  static final String DOTNET =
      """
      System.InvalidOperationException: Cannot price the cart ---> System.NullReferenceException: Object reference not set to an instance of an object.
         at Shop.Cart.Item.get_Name() in C:\\build\\Cart\\Item.cs:line 19
         --- End of inner exception stack trace ---
         at Shop.Cart.Pricing.<PriceAsync>d__5.MoveNext() in C:\\build\\Cart\\Pricing.cs:line 41
      --- End of stack trace from previous location ---
         at System.Runtime.CompilerServices.TaskAwaiter.ThrowForNonSuccess(Task task)
         at Shop.Web.CartController.<>c__DisplayClass3_0.<Post>b__1(Cart cart)
      """;

  static final String RUBY =
      """
      /srv/shop/app/models/cart.rb:12:in 'Cart#total': undefined method 'price' for nil (NoMethodError)
      \tfrom /srv/shop/app/models/cart.rb:8:in 'block in Cart#checkout'
      \tfrom /usr/lib/ruby/gems/3.4.0/gems/rack-3.1.0/lib/rack/builder.rb:90:in 'Rack::Builder#call'
      """;

  static final String PHP =
      """
      PHP Fatal error:  Uncaught TypeError: total(): Argument #1 must be of type int, string given, called in /srv/shop/cart.php on line 9 and defined in /srv/shop/price.php:12
      Stack trace:
      #0 /srv/shop/cart.php(9): Shop\\Price->total('seven')
      #1 [internal function]: {closure}(Object(Cart))
      #2 /srv/shop/vendor/slim/slim/App.php(77): Slim\\App->run()
      #3 {main}
        thrown in /srv/shop/price.php on line 12
      """;

  static final String RUST =
      """
      thread 'main' panicked at src/cart.rs:12:18:
      index out of bounds: the len is 3 but the index is 7
      stack backtrace:
         0: rust_begin_unwind
                   at /rustc/abcdef/library/std/src/panicking.rs:652:5
         1: core::panicking::panic_bounds_check
                   at /rustc/abcdef/library/core/src/panicking.rs:275:5
         2: shop::cart::total::{{closure}}::h0123456789abcdef
                   at ./src/cart.rs:12:18
         3: shop::main
                   at ./src/main.rs:4:5
      note: Some details are omitted.
      """;

  static final String RUST_WITHOUT_BACKTRACE =
      """
      thread 'main' panicked at 'index out of bounds: the len is 3 but the index is 7', src/cart.rs:12:18
      note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
      """;

  static final String ASAN =
      """
      =================================================================
      ==4711==ERROR: AddressSanitizer: heap-use-after-free on address 0x60200000 at pc 0x4f0 bp 0x7ff sp 0x7fe
      READ of size 4 at 0x60200000 thread T0
          #0 0x4f0a11 in __asan_memcpy (/srv/shop/bin/cart+0x4f0a11)
          #1 0x51c0de in shop::Cart::total(int) const /home/ci/cart/cart.cpp:31:12
          #2 0x51beef in main /home/ci/main.cpp:9:3
          #3 0x7f3a20 in __libc_start_main (/lib/x86_64-linux-gnu/libc.so.6+0x29d90)

      freed by thread T0 here:
          #0 0x4f1b22 in operator delete(void*) (/srv/shop/bin/cart+0x4f1b22)
      """;

  static final String GDB =
      """
      Program terminated with signal SIGSEGV, Segmentation fault.
      #0  0x000055d0c1 in cart_total (cart=0x0, tax=19) at cart.c:31
      #1  0x000055d1aa in main (argc=1, argv=0x7ffd) at main.c:9
      """;

  static final String KERNEL =
      """
      [  120.412345][ T4711] BUG: KASAN: slab-out-of-bounds in cart_copy+0x1c8/0x3730
      [  120.412399][ T4711] Call Trace:
      [  120.412401][ T4711]  <TASK>
      [  120.412404][ T4711]  dump_stack+0xb3/0x10b
      [  120.412405][ T4711]  ? find_held_lock+0x2b/0x80
      [  120.412406][ T4711]  cart_copy+0x1c8/0x3730 [cart]
      [  120.412407][ T4711]  cart_ioctl+0x40/0x50 drivers/cart/cart.c:88
      """;

  static final String DART =
      """
      FormatException: Unexpected character (at character 1)
      #0      _parse (dart:convert-patch/convert_patch.dart:1400:5)
      #1      Cart.fromText (package:shop/cart.dart:12:30)
      <asynchronous suspension>
      #2      main (package:shop/main.dart:4:3)
      """;

  static final String ELIXIR =
      """
      ** (FunctionClauseError) no function clause matching in Shop.Cart.total/1
          (shop 0.1.0) lib/shop/cart.ex:12: Shop.Cart.total/1
          (stdlib 5.2) gen_server.erl:1123: :gen_server.try_handle_call/4
          (shop 0.1.0) lib/shop/web.ex:40: Shop.Web.show/2
      """;

  private Traces() {}
}
