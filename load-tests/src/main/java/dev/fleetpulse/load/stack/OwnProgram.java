package dev.fleetpulse.load.stack;

import dev.fleetpulse.devstack.ChildProcess;
import dev.fleetpulse.devstack.Component;
import dev.fleetpulse.devstack.Ports;
import dev.fleetpulse.devstack.Program;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One of our own programs for one run, on free ports of the loopback interface. */
public final class OwnProgram implements Component {
  private final Program program;
  private final Optional<URI> url;
  private final URI management;

  private OwnProgram(
      String name,
      Program.Code code,
      Map<String, String> settings,
      Path logs,
      Optional<URI> url,
      URI management) {
    this.url = url;
    this.management = management;
    var all = new HashMap<>(settings);
    url.ifPresent(served -> all.put("FLEETPULSE_PORT", Integer.toString(served.getPort())));
    all.put("FLEETPULSE_MANAGEMENT_PORT", Integer.toString(management.getPort()));
    program =
        new Program(name, code, all, management.resolve("/readyz"), logs.resolve(name + ".log"));
  }

  /** One with a port for others. */
  static OwnProgram serving(
      String name, Program.Code code, Map<String, String> settings, Path logs) {
    return new OwnProgram(name, code, settings, logs, Optional.of(local()), local());
  }

  /** One that has its management port alone. */
  static OwnProgram working(
      String name, Program.Code code, Map<String, String> settings, Path logs) {
    return new OwnProgram(name, code, settings, logs, Optional.empty(), local());
  }

  private static URI local() {
    return URI.create("http://127.0.0.1:" + Ports.free());
  }

  /**
   * Where it serves others.
   *
   * @throws java.util.NoSuchElementException if it does not
   */
  public URI url() {
    return url.orElseThrow();
  }

  /** Where it says how it is. */
  public URI management() {
    return management;
  }

  @Override
  public String name() {
    return program.name();
  }

  @Override
  public void start() {
    program.start();
  }

  @Override
  public void awaitReady() throws InterruptedException {
    program.awaitReady();
  }

  @Override
  public Optional<ChildProcess> process() {
    return program.process();
  }

  @Override
  public void close() {
    program.close();
  }
}
