package dev.fleetpulse.devstack.up;

import dev.fleetpulse.devstack.StalePostgres;
import dev.fleetpulse.devstack.demo.DemoFleet;
import dev.fleetpulse.service.Shutdown;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the stack, from the first check to the last part's end. */
final class Launcher {
  private static final Duration STOP_MAX = Duration.ofSeconds(90);

  private final Path repository;
  private final Home home;
  private final PortPlan ports;
  private final Elsewhere elsewhere;
  private final Duration emitInterval;
  private final int demo;

  /**
   * Starts nothing yet.
   *
   * @param repository whose modules are built
   * @param emitInterval at most once in which changed figures leave the topologies
   * @param demo instances of a synthetic fleet; 0 for none
   */
  Launcher(
      Path repository,
      Home home,
      PortPlan ports,
      Elsewhere elsewhere,
      Duration emitInterval,
      int demo) {
    this.repository = repository;
    this.home = home;
    this.ports = ports;
    this.elsewhere = elsewhere;
    this.emitInterval = emitInterval;
    this.demo = demo;
  }

  /**
   * Runs the stack until it is told to end, or until a part of it fails.
   *
   * @throws RefusedException if another stack has the data, or somebody has the ports
   */
  void run() throws IOException, InterruptedException, RefusedException {
    var began = System.nanoTime();
    var lock = lock();
    LaunchLog.open(home);
    // Only now: whoever has a logger would otherwise have opened another log.
    var shutdown = new Shutdown(STOP_MAX);
    shutdown.closes("lock", lock);
    var log = LoggerFactory.getLogger(Launcher.class);
    endStalePostgres(log);
    PortCheck.refuseIfBusy(ports, elsewhere);

    var secrets = new Secrets(home.secrets());
    var roles = Roles.from(secrets);
    var key = new DemoKey(secrets.apiKey("demo-key"));
    var addresses = Addresses.of(elsewhere, ports, roles);
    var programs =
        new Programs(repository, home, ports, addresses, secrets, key, emitInterval.toString());
    var runFile = shutdown.closes("run file", new RunFile(home.runFile()));
    var stack = shutdown.closes("stack", new Stack(shutdown::because));

    runFile.write(description(addresses, secrets));
    log.info("Starting Fleetpulse; data and logs are in {}", home.root());
    var startup =
        new Startup(stack, elsewhere, new Servers(home, ports, roles), addresses, programs);
    // Beside this thread, which waits for the end from the first moment on.
    Thread.ofPlatform()
        .daemon()
        .name("startup")
        .start(
            () -> {
              try {
                startup.run();
                startDemo(key, shutdown);
                log.info(
                    "{}", ReadyText.of(Seconds.since(began), ports, addresses, key, home, demo));
              } catch (RuntimeException e) {
                if (!stack.isClosing()) {
                  log.debug("The start failed", e);
                  shutdown.because(e.getMessage());
                }
              }
            });
    shutdown.await();
  }

  private HomeLock lock() throws IOException, RefusedException {
    return switch (HomeLock.tryLock(home)) {
      case HomeLock.Outcome.Locked(var lock) -> lock;
      case HomeLock.Outcome.Busy(var pid) ->
          throw new RefusedException(
              "A stack already runs on %s (process %s). Stop it, or start another one beside it: ./fleetpulse up --data DIR --port-base %d"
                  .formatted(home.root(), pid, ports.next().base()));
    };
  }

  private void endStalePostgres(Logger log) throws InterruptedException {
    var stale = StalePostgres.on(home.data("postgresql"));
    if (stale.isPresent()) {
      log.info(
          "PostgreSQL still runs from an earlier start (process {}); ending it", stale.get().pid());
      stale.get().end();
    }
  }

  private void startDemo(DemoKey key, Shutdown shutdown) {
    if (demo > 0) {
      var fleet = new DemoFleet(URI.create("http://127.0.0.1:" + ports.ingest()), key.text(), demo);
      shutdown.closes("demo fleet", fleet).start();
    }
  }

  private Map<String, String> description(Addresses addresses, Secrets secrets) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("pid", Long.toString(ProcessHandle.current().pid()));
    fields.put("since", Instant.now().toString());
    fields.put("ingest", "http://127.0.0.1:" + ports.ingest());
    fields.put("queryApi", "http://127.0.0.1:" + ports.queryApi());
    fields.put("ingestManagement", "http://127.0.0.1:" + ports.ingestManagement());
    fields.put("queryApiManagement", "http://127.0.0.1:" + ports.queryApiManagement());
    fields.put("streamsManagement", "http://127.0.0.1:" + ports.streamsManagement());
    fields.put("kafka", addresses.kafka());
    fields.put("registry", addresses.registryUrl());
    fields.put("timescale", addresses.timescale().jdbcUrl());
    fields.put("timescaleOwner", addresses.timescale().user());
    fields.put("clickhouse", addresses.clickhouse().url());
    fields.put("clickhouseOwner", addresses.clickhouse().user());
    fields.put("demoKeyFile", secrets.file("demo-key").toString());
    return fields;
  }
}
