package dev.fleetpulse.load.bench.live;

import dev.fleetpulse.devstack.Folders;
import dev.fleetpulse.load.bench.CpuClock;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.load.stack.OwnRegistry;
import dev.fleetpulse.service.access.NewKey;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * A thousand clients of the live stream on a thousand heartbeats a second, on their real way: how
 * long after its 202 a heartbeat is told, first to clients that all read, then beside some that
 * read slowly or not at all.
 */
public final class LiveBench {
  private static final int INSTANCES = 1_000;
  private static final int SERVERS_OF_FAST = 5;
  private static final int SERVERS_OF_SLOW = 500;
  private static final int OPENED_AT_ONCE = 16;
  private static final int SLOW = 10;
  private static final int SILENT = 90;

  /** Less than a slow client wants, or it would never lose any. */
  private static final int QUEUED_EVENTS = 100;

  /** So that what nobody reads waits with the server and not in the kernel. */
  private static final String RECEIVE_BUFFER_BYTES = "16384";

  private static final Duration SLOW_READS_EVERY = Duration.ofMillis(5);
  private static final Duration SLOW_SETTLE = Duration.ofSeconds(25);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration REST_MAX = Duration.ofSeconds(30);
  private static final long LATENCY_MICROSECONDS_MAX = Duration.ofMinutes(2).toNanos() / 1_000;
  private static final double MEGABYTE = 1024.0 * 1024;
  private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"";
  private static final Duration GOAL = Duration.ofSeconds(2);

  private final Path repository;
  private final int clients;
  private final Duration warmUp;
  private final Duration measured;
  private final PrintStream out;
  private final Recorder latencies = new Recorder(LATENCY_MICROSECONDS_MAX, 3);
  private final Acknowledged acknowledged = new Acknowledged();
  private final List<Client> fast = new ArrayList<>();
  private final List<Client> slow = new ArrayList<>();

  /**
   * Measures nothing yet.
   *
   * @param clients that read all they are told
   * @param measured how long each of the two parts is measured
   */
  public LiveBench(
      Path repository, int clients, Duration warmUp, Duration measured, PrintStream out) {
    this.repository = repository;
    this.clients = clients;
    this.warmUp = warmUp;
    this.measured = measured;
    this.out = out;
  }

  /** Starts everything, measures, prints, and ends everything. */
  public void run() throws Exception {
    System.setProperty("jdk.httpclient.receiveBufferSize", RECEIVE_BUFFER_BYTES);
    var folder = Files.createTempDirectory("fleetpulse-bench-");
    out.println("Starting the whole stack in " + folder);
    var key = NewKey.random(new SecureRandom());
    try (var registry = new OwnRegistry(folder)) {
      registry.start();
      try (var stack =
              new LiveStack(
                  ClassPaths.built(repository), registry.url(), key, QUEUED_EVENTS, folder);
          var http = HttpClient.newHttpClient();
          var timer = Executors.newSingleThreadScheduledExecutor()) {
        stack.start();
        try (var beats = new Beats(stack.ingest(), key.text(), INSTANCES, acknowledged)) {
          measure(stack, beats, http, key.text(), timer);
        } finally {
          timer.shutdownNow();
          fast.forEach(Client::close);
          slow.forEach(Client::close);
          http.shutdownNow();
        }
      }
    }
    // Only where all went well: otherwise the logs may say what did not.
    Folders.delete(folder);
  }

  private void measure(
      LiveStack stack, Beats beats, HttpClient http, String key, ScheduledExecutorService timer)
      throws Exception {
    fast.addAll(
        open(
            clients,
            number -> Client.fast(http, stack.live(), key, serversOf(number), this::heard)));
    out.printf(
        "%,d clients want %d servers each of %,d that send once a second%n",
        clients, SERVERS_OF_FAST, INSTANCES);
    beats.start();
    Thread.sleep(warmUp);
    var alone = measure("all read", stack, beats);
    var ofSlow = IntStream.range(0, SERVERS_OF_SLOW).boxed().toList();
    slow.addAll(open(SLOW + SILENT, _ -> Client.slow(http, stack.live(), key, ofSlow)));
    for (var client : slow.subList(0, SLOW)) {
      var _ =
          timer.scheduleAtFixedRate(
              client::read, 0, SLOW_READS_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
    out.printf(
        "and now %d more that want %d servers and read 200 events a second, and %d that read none%n",
        SLOW, SERVERS_OF_SLOW, SILENT);
    Thread.sleep(SLOW_SETTLE);
    var beside = measure("beside slow ones", stack, beats);
    beats.finish();
    awaitLatest(beats);
    print(stack, beats, alone, beside);
  }

  /** Makes one client. */
  @FunctionalInterface
  private interface Opening {
    Client open(int number) throws Exception;
  }

  private static List<Client> open(int count, Opening opening) throws Exception {
    try (var threads = Executors.newFixedThreadPool(OPENED_AT_ONCE)) {
      var opened =
          threads.invokeAll(
              IntStream.range(0, count)
                  .<Callable<Client>>mapToObj(number -> () -> opening.open(number))
                  .toList());
      var all = new ArrayList<Client>();
      for (var each : opened) {
        all.add(each.get());
      }
      return all;
    }
  }

  private Histogram measure(String what, LiveStack stack, Beats beats) throws Exception {
    latencies.reset();
    var acceptedBefore = beats.accepted();
    var began = System.nanoTime();
    var queryBefore = stack.queryTime();
    var ownBefore = CpuClock.of(List.of(ProcessHandle.current().pid()));
    var memory = 0L;
    var heap = 0.0;
    while (System.nanoTime() - began < measured.toNanos()) {
      memory = Math.max(memory, stack.queryMemory());
      heap = Math.max(heap, stack.figure(HEAP));
      Thread.sleep(LOOK);
    }
    var seconds = (System.nanoTime() - began) / 1e9;
    var told = latencies.getIntervalHistogram();
    out.printf(
        "%-16s  %,.0f heartbeats/s, %,.0f events/s; from 202 to event: median %.0f ms, p99 %.0f ms,"
            + " max %.0f ms; query-api: %.0f MB of heap at most, %.0f MB in all, %.0f %% of a processor; clients: %.0f %%%n",
        what,
        (beats.accepted() - acceptedBefore) / seconds,
        told.getTotalCount() / seconds,
        milliseconds(told, 50),
        milliseconds(told, 99),
        told.getMaxValue() / 1e3,
        heap / MEGABYTE,
        memory / MEGABYTE,
        share(stack.queryTime().minus(queryBefore), seconds),
        share(CpuClock.of(List.of(ProcessHandle.current().pid())).minus(ownBefore), seconds));
    return told;
  }

  /** Whoever reads has been told how each of its servers is in the end. */
  private void awaitLatest(Beats beats) throws InterruptedException {
    var end = System.nanoTime() + REST_MAX.toNanos();
    while (lacking(beats) > 0 && System.nanoTime() < end) {
      Thread.sleep(LOOK);
    }
  }

  private long lacking(Beats beats) {
    var lacking = 0L;
    for (var number = 0; number < fast.size(); number++) {
      for (var server : serversOf(number)) {
        if (fast.get(number).latestMs(server) < beats.latestMs(server)) {
          lacking++;
        }
      }
    }
    return lacking;
  }

  private void print(LiveStack stack, Beats beats, Histogram alone, Histogram beside)
      throws Exception {
    var expected = 0L;
    for (var number = 0; number < fast.size(); number++) {
      for (var server : serversOf(number)) {
        expected += beats.accepted(server);
      }
    }
    var told = fast.stream().mapToLong(Client::told).sum();
    out.printf(
        "who reads was told %,d of %,d heartbeats (others were replaced by later ones), %,d drops;"
            + " %,d latest states are lacking, %,d were cut off%n",
        told,
        expected,
        fast.stream().mapToLong(Client::drops).sum(),
        lacking(beats),
        fast.stream().filter(Client::isClosed).count());
    out.printf(
        "who reads slowly was told %,d heartbeats and of %,d drops; %,.0f of %,d clients are left;"
            + " refused heartbeats: %s%n",
        slow.stream().mapToLong(Client::told).sum(),
        slow.stream().mapToLong(Client::drops).sum(),
        stack.figure("fleetpulse_live_clients"),
        fast.size() + slow.size(),
        beats.refused());
    out.printf(
        "p99 beside slow clients %.0f ms, goal %d ms%n", milliseconds(beside, 99), GOAL.toMillis());
    out.printf("ratio live %.2f goal 0.80%n", milliseconds(alone, 99) / milliseconds(beside, 99));
  }

  private static double share(Duration used, double seconds) {
    return 100 * used.toMillis() / 1e3 / seconds;
  }

  private void heard(String instanceId, long timestampMs, long atNanos) {
    var number = Integer.parseInt(instanceId.substring(instanceId.indexOf('-') + 1));
    acknowledged
        .since(number, timestampMs, atNanos)
        .ifPresent(
            nanos -> latencies.recordValue(Math.min(nanos / 1_000, LATENCY_MICROSECONDS_MAX)));
  }

  /** Every instance is wanted by as many clients. */
  private static List<Integer> serversOf(int client) {
    return IntStream.range(0, SERVERS_OF_FAST)
        .mapToObj(each -> (client * SERVERS_OF_FAST + each) % INSTANCES)
        .toList();
  }

  private static double milliseconds(Histogram told, double percentile) {
    return told.getValueAtPercentile(percentile) / 1e3;
  }
}
