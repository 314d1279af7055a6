package dev.fleetpulse.devstack.up;

import java.util.List;

/**
 * Which part listens where: a base port and fixed distances from it.
 *
 * @param base the port of ingest, the first that a user needs
 */
record PortPlan(int base) {
  private static final int BASE_MIN = 1024;
  private static final int LAST_DISTANCE = 25;
  private static final int NEXT_BASE = 100;
  private static final int PORT_MAX = 65_535;

  PortPlan {
    if (base < BASE_MIN || base > PORT_MAX - LAST_DISTANCE) {
      throw new IllegalArgumentException(
          "--port-base must be from %d to %d: %d"
              .formatted(BASE_MIN, PORT_MAX - LAST_DISTANCE, base));
    }
  }

  /** A port and what it is for. */
  record Use(String part, int port) {}

  int ingest() {
    return base;
  }

  int queryApi() {
    return base + 1;
  }

  int ingestManagement() {
    return base + 10;
  }

  int queryApiManagement() {
    return base + 11;
  }

  int streamsManagement() {
    return base + 12;
  }

  int kafka() {
    return base + 20;
  }

  int kafkaController() {
    return base + 21;
  }

  int registry() {
    return base + 22;
  }

  int registryManagement() {
    return base + 23;
  }

  int timescale() {
    return base + 24;
  }

  int clickhouse() {
    return base + LAST_DISTANCE;
  }

  /** A plan beside this one, for a second stack. */
  PortPlan next() {
    return new PortPlan(base + NEXT_BASE <= PORT_MAX - LAST_DISTANCE ? base + NEXT_BASE : BASE_MIN);
  }

  /** All of them, but for those of the components that run elsewhere. */
  List<Use> needed(Elsewhere elsewhere) {
    return List.of(
            new Use("ingest", ingest()),
            new Use("query-api", queryApi()),
            new Use("ingest", ingestManagement()),
            new Use("query-api", queryApiManagement()),
            new Use("streams-app", streamsManagement()),
            new Use("kafka", kafka()),
            new Use("kafka", kafkaController()),
            new Use("registry", registry()),
            new Use("registry", registryManagement()),
            new Use("postgresql", timescale()),
            new Use("clickhouse", clickhouse()))
        .stream()
        .filter(use -> !elsewhere.parts().contains(use.part()))
        .toList();
  }
}
