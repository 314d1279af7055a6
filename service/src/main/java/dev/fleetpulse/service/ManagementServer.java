package dev.fleetpulse.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Health and metrics of one process, on a port of their own: {@code GET /livez} (the process runs),
 * {@code GET /readyz} (it can do its work, if only most of it; 503 with the reasons otherwise) and
 * {@code GET /metrics} in Prometheus' text format.
 */
public final class ManagementServer implements AutoCloseable {
  private final InetSocketAddress address;
  private final PrometheusMeterRegistry metrics;
  private final Supplier<Health> health;
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
  private HttpServer server;
  private ExecutorService threads;

  /**
   * Opens nothing yet, see {@link #start}.
   *
   * @param port 0 picks a free one, see {@link #port()}
   * @param health asked at every {@code /readyz}; must answer from memory
   */
  public ManagementServer(
      String host, int port, PrometheusMeterRegistry metrics, Supplier<Health> health) {
    this.address = new InetSocketAddress(host, port);
    this.metrics = metrics;
    this.health = health;
  }

  /**
   * Binds the JVM's metrics and opens the port.
   *
   * @throws IOException if the port is taken
   */
  public void start() throws IOException {
    new JvmMemoryMetrics().bindTo(metrics);
    new JvmThreadMetrics().bindTo(metrics);
    new ProcessorMetrics().bindTo(metrics);
    garbageCollection.bindTo(metrics);
    threads = Executors.newFixedThreadPool(2, Thread.ofPlatform().name("management-").factory());
    server = HttpServer.create(address, 16);
    server.setExecutor(threads);
    server.createContext("/livez", exchange -> answer(exchange, 200, "ok\n"));
    server.createContext("/readyz", this::ready);
    server.createContext("/metrics", exchange -> answer(exchange, 200, metrics.scrape()));
    server.start();
  }

  /** The port in use, once started. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
      threads.shutdown();
    }
    garbageCollection.close();
  }

  private void ready(HttpExchange exchange) throws IOException {
    switch (health.get()) {
      case Health.Ready() -> answer(exchange, 200, "ok\n");
      case Health.Limited(var missing) ->
          answer(exchange, 200, "ok\n" + String.join("\n", missing) + "\n");
      case Health.NotReady(var reasons) -> answer(exchange, 503, String.join("\n", reasons) + "\n");
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    try (exchange) {
      var body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
