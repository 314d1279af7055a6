package dev.fleetpulse.devstack.up;

import dev.fleetpulse.devstack.ComponentException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** The order of a start: everything side by side, but for what needs something else first. */
final class Startup {
  private final Stack stack;
  private final Elsewhere elsewhere;
  private final Servers servers;
  private final Addresses addresses;
  private final Programs programs;
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Starting one part, which may take fetching it first. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  Startup(
      Stack stack, Elsewhere elsewhere, Servers servers, Addresses addresses, Programs programs) {
    this.stack = stack;
    this.elsewhere = elsewhere;
    this.servers = servers;
    this.addresses = addresses;
    this.programs = programs;
  }

  /**
   * Returns when all of it is ready.
   *
   * @throws ComponentException the first failure; what is starting then goes on starting
   */
  void run() {
    var kafka = step(this::kafka);
    var timescale = step(this::timescale);
    var clickhouse = step(this::clickhouse);
    var registry = step(this::registry, timescale);
    var migration = step(() -> stack.start(programs.migration()), timescale, clickhouse);
    var ingest = step(() -> stack.start(programs.ingest()), kafka, registry);
    var streams = step(() -> stack.start(programs.streams()), kafka, registry, migration);
    var queryApi = step(() -> stack.start(programs.queryApi()), kafka, registry, migration);
    var everything = CompletableFuture.allOf(ingest, streams, queryApi);
    try {
      CompletableFuture.anyOf(everything, failure).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof ComponentException cause ? cause : e;
    }
  }

  private void kafka() throws InterruptedException {
    if (elsewhere.kafka().isEmpty()) {
      stack.start(servers.kafka());
    }
  }

  private void timescale() throws InterruptedException {
    if (elsewhere.timescale().isEmpty()) {
      stack.start(servers.timescale());
      Servers.createIfMissing(addresses.timescale());
    }
  }

  private void registry() throws InterruptedException {
    if (elsewhere.registryUrl().isEmpty()) {
      Servers.createIfMissing(addresses.registryStorage());
      stack.start(servers.registry(addresses.registryStorage()));
    }
  }

  private void clickhouse() throws InterruptedException {
    if (elsewhere.clickhouse().isEmpty()) {
      stack.start(servers.clickhouse());
    }
  }

  private CompletableFuture<Void> step(Step step, CompletableFuture<?>... needed) {
    return CompletableFuture.allOf(needed).thenRunAsync(() -> runOrFail(step), threads);
  }

  /** What waits for a part that failed fails as well, but later and with nothing new to say. */
  private void runOrFail(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      failure.completeExceptionally(new ComponentException(e.getMessage(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.completeExceptionally(e);
      throw e;
    }
  }
}
