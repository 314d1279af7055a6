package dev.fleetpulse.devstack.demo;

import java.util.List;

/**
 * A made-up bug of a made-up app, as its language reports it.
 *
 * @param stack with {@code %d} where the number of a request or thread stands, which differs from
 *     one occurrence to the next
 */
record DemoError(String language, String type, String message, String stack) {
  private static final DemoError CART_NULL =
      new DemoError(
          "java",
          "java.lang.NullPointerException",
          "Cannot invoke \"com.acme.shop.cart.Coupon.percent()\" because \"coupon\" is null",
          """
          java.lang.NullPointerException: Cannot invoke "com.acme.shop.cart.Coupon.percent()" because "coupon" is null
          \tat com.acme.shop.cart.CartTotals.discount(CartTotals.java:88)
          \tat com.acme.shop.cart.CartTotals.total(CartTotals.java:41)
          \tat com.acme.shop.checkout.CheckoutService.place(CheckoutService.java:132)
          \tat com.acme.shop.checkout.CheckoutResource.post(CheckoutResource.java:57)
          \tat java.base/java.lang.Thread.run(Thread.java:1474)
          """);

  private static final DemoError SEARCH_UNDEFINED =
      new DemoError(
          "javascript",
          "TypeError",
          "Cannot read properties of undefined (reading 'id')",
          """
          TypeError: Cannot read properties of undefined (reading 'id')
              at rankResults (/srv/search/src/ranking.js:63:29)
              at Array.map (<anonymous>)
              at buildPage (/srv/search/src/page.js:118:20)
              at async handleSearch (/srv/search/src/routes/search.js:34:18)
          """);

  private static final DemoError PAYMENT_TIMEOUT =
      new DemoError(
          "java",
          "java.net.SocketTimeoutException",
          "Read timed out",
          """
          com.acme.shop.payment.GatewayException: charge %d was not answered
          \tat com.acme.shop.payment.GatewayClient.charge(GatewayClient.java:97)
          \tat com.acme.shop.payment.PaymentService.pay(PaymentService.java:64)
          Caused by: java.net.SocketTimeoutException: Read timed out
          \tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:278)
          \tat com.acme.shop.payment.GatewayClient.send(GatewayClient.java:121)
          \t... 2 more
          """);

  private static final DemoError MAILER_KEY =
      new DemoError(
          "python",
          "KeyError",
          "'locale'",
          """
          Traceback (most recent call last):
            File "/app/mailer/worker.py", line 71, in run
              self.send(job)
            File "/app/mailer/worker.py", line 94, in send
              body = render(job.template, job.context)
            File "/app/mailer/templates.py", line 38, in render
              catalog = CATALOGS[context["locale"]]
          KeyError: 'locale'
          """);

  private static final DemoError REPORT_DATABASE =
      new DemoError(
          "python",
          "psycopg.OperationalError",
          "connection to server failed: Connection refused",
          """
          Traceback (most recent call last):
            File "/app/reports/nightly.py", line 52, in main
              rows = load_orders(day)
            File "/app/reports/orders.py", line 23, in load_orders
              with pool.connection() as connection:
            File "/app/reports/pool.py", line 47, in connection
              return self._connect()
          psycopg.OperationalError: connection to server failed: Connection refused
          """);

  private static final DemoError IMAGE_MEMORY =
      new DemoError(
          "go",
          "runtime error",
          "index out of range [4] with length 4",
          """
          panic: runtime error: index out of range [4] with length 4

          goroutine %d [running]:
          acme.example/images/resize.(*Plane).row(...)
          \t/src/images/resize/plane.go:57
          acme.example/images/resize.Scale(0xc000184000, 0x280)
          \t/src/images/resize/scale.go:112 +0x2a5
          main.handle(0xc0001f2000)
          \t/src/images/main.go:84 +0x1b1
          """);

  /** What can go wrong in each app; the gateway's timeout is one problem of several of them. */
  static List<DemoError> of(DemoApp app) {
    return switch (app) {
      case CHECKOUT -> List.of(CART_NULL, PAYMENT_TIMEOUT);
      case PAYMENTS -> List.of(PAYMENT_TIMEOUT);
      case SEARCH -> List.of(SEARCH_UNDEFINED);
      case MAILER -> List.of(MAILER_KEY, REPORT_DATABASE);
      case REPORTS -> List.of(REPORT_DATABASE);
      case IMAGES -> List.of(IMAGE_MEMORY);
    };
  }
}
