package dev.fleetpulse.query.live;

import dev.fleetpulse.query.fleet.Fleet;
import dev.fleetpulse.query.fleet.Instance;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.access.AccessKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The live stream of one process: out of the log, into the fleet and to its clients. */
public final class Live implements AutoCloseable {
  private final LiveHub hub;
  private final Tickets tickets;
  private final LiveReader reader;

  /**
   * Reads nothing yet, see {@link #start}.
   *
   * @param kafka bootstrap servers
   * @param fleet filled with what is read
   */
  public Live(
      String kafka,
      Topics topics,
      Fleet fleet,
      AccessKeys keys,
      LiveLimits limits,
      InstantSource clock,
      MeterRegistry meters) {
    hub =
        new LiveHub(
            keys,
            (tenant, id) -> fleet.find(tenant, id).map(Instance::tags).orElse(Map.of()),
            limits,
            meters);
    tickets = new Tickets(kafka);
    reader =
        new LiveReader(
            kafka,
            new LiveTopics(topics, fleet, clock, hub::publish, tickets),
            fleet::loaded,
            meters);
  }

  /** Begins to read. */
  public void start() {
    tickets.start();
    reader.start();
  }

  /** Why nothing is told yet, or nothing where it is. */
  public Optional<String> trouble() {
    return reader.trouble();
  }

  LiveHub hub() {
    return hub;
  }

  Tickets tickets() {
    return tickets;
  }

  /** Ends all clients first, so that nobody waits for something that never comes. */
  @Override
  public void close() {
    hub.close();
    reader.close();
    tickets.close();
  }
}
