package dev.fleetpulse.query.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Files as a client sees them, over a real connection. */
class CsvAnswerTest {
  private static final CsvTable<Long> TABLE =
      new CsvTable<Long>().number("n", n -> n).text("text", n -> "x".repeat(100));

  private final HttpClient http = HttpClient.newHttpClient();
  private long expected;
  private Rows<Long> rows;
  private final Javalin server =
      Javalin.create(
          config -> {
            config.startup.showJavalinBanner = false;
            config.jetty.host = "127.0.0.1";
            config.jetty.port = 0;
            config.routes.exception(
                IllegalArgumentException.class,
                (e, ctx) -> ctx.status(503).result("mapped as ever"));
            config.routes.get(
                "/list",
                ctx ->
                    Formats.answer(
                        ctx,
                        () -> ctx.json("[]"),
                        () -> CsvAnswer.stream(ctx, "numbers", TABLE, expected, rows)));
          });

  @AfterEach
  void stop() {
    server.stop();
    http.close();
  }

  @Test
  void aFileHasANameAndSaysThatItDependsOnAccept() throws Exception {
    rows = taker -> upTo(2, taker);

    var answer = get("text/csv");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("text/csv; charset=utf-8; header=present");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"fleetpulse-numbers.csv\"");
    assertThat(answer.headers().allValues("Vary")).contains("Accept");
    assertThat(answer.body()).hasLineCount(3).startsWith("n,text\r\n1,xxx");
  }

  @Test
  void otherwiseItIsJson() throws Exception {
    var answer = get("*/*");

    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.headers().allValues("Vary")).contains("Accept");
  }

  @Test
  void whatCannotBeGivenIsSaidWithWhatCan() throws Exception {
    var answer = get("application/xml");

    assertThat(answer.statusCode()).isEqualTo(406);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("application/json, text/csv", "not-acceptable");
  }

  @Test
  void aFailureBeforeTheFirstRowIsAnsweredAsEver() throws Exception {
    rows =
        _ -> {
          throw new IllegalArgumentException("the store is away");
        };

    var answer = get("text/csv");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("mapped as ever");
    assertThat(answer.headers().firstValue("Content-Disposition")).isEmpty();
  }

  @Test
  void aFailureAmongTheRowsEndsTheConnectionWithoutTheEndOfTheBody() {
    for (var before : new long[] {1, 10_000}) {
      rows =
          taker -> {
            upTo(before, taker);
            throw new IllegalArgumentException("the store went away");
          };

      assertThatThrownBy(() -> get("text/csv")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void tooManyRowsAreRefusedBeforeTheFirst() throws Exception {
    expected = CsvAnswer.ROWS_MAX + 1L;
    rows = taker -> upTo(1, taker);

    var answer = get("text/csv");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("at most 1000000 rows", "1000001", "too-broad");
  }

  @Test
  void moreRowsThanWereExpectedBreakTheFile() {
    rows = taker -> upTo(CsvAnswer.ROWS_MAX + 1L, taker);

    assertThatThrownBy(() -> get("text/csv")).isInstanceOf(IOException.class);
  }

  @Test
  void whoLeavesIsNotReadForAnyMore() throws Exception {
    var read = new AtomicLong();
    var over = new AtomicLong();
    rows =
        taker -> {
          try {
            for (var n = 1L; n < CsvAnswer.ROWS_MAX; n++) {
              taker.accept(n);
              read.set(n);
            }
          } finally {
            over.incrementAndGet();
          }
        };
    server.start();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(
              "GET /list HTTP/1.1\r\nHost: a\r\nAccept: text/csv\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().readNBytes(1_000)).hasSize(1_000);
    }

    await().atMost(Duration.ofSeconds(60)).until(() -> over.get() == 1);
    assertThat(read.get()).isLessThan(CsvAnswer.ROWS_MAX - 1);
  }

  private HttpResponse<String> get(String accept) throws IOException, InterruptedException {
    if (!server.jettyServer().started()) {
      server.start();
    }
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/list"))
            .header("Accept", accept)
            .timeout(Duration.ofSeconds(60))
            .build(),
        BodyHandlers.ofString());
  }

  private static void upTo(long last, Consumer<? super Long> taker) {
    for (var n = 1L; n <= last; n++) {
      taker.accept(n);
    }
  }
}
