package dev.fleetpulse.load.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What the oracle keeps of a heartbeat.
 *
 * @param process boot id, else process id, else empty
 * @param cost dollars
 */
record Sample(
    long timestamp,
    String process,
    Optional<BigDecimal> tokens,
    Optional<BigDecimal> cost,
    Optional<BigDecimal> calls) {

  static Sample of(JsonNode body) {
    var server = body.path("server");
    var usage = body.path("usage");
    return new Sample(
        body.path("timestamp").asLong(),
        server.hasNonNull("bootId") ? server.path("bootId").asText() : server.path("pid").asText(),
        counter(usage, "totalTokens"),
        counter(usage, "totalCost"),
        counter(usage, "totalCalls"));
  }

  private static Optional<BigDecimal> counter(JsonNode usage, String name) {
    return usage.path(name).isNumber()
        ? Optional.of(usage.path(name).decimalValue())
        : Optional.empty();
  }
}
