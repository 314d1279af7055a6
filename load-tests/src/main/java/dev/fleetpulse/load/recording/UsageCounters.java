package dev.fleetpulse.load.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;

/** Cumulative usage of an instance, as the protocol's {@code usage} has it. */
final class UsageCounters {
  private static final int NANO_DIGITS = 9;

  private final Map<ModelRequest.Service, Counters> byService =
      new EnumMap<>(ModelRequest.Service.class);

  private record Counters(long tokens, long costNanos, long calls) {
    static final Counters NONE = new Counters(0, 0, 0);

    Counters plus(Counters other) {
      return new Counters(tokens + other.tokens, costNanos + other.costNanos, calls + other.calls);
    }

    void writeTo(ObjectNode json, String tokensName, String costName, String callsName) {
      json.put(tokensName, tokens)
          .put(costName, BigDecimal.valueOf(costNanos, NANO_DIGITS))
          .put(callsName, calls);
    }
  }

  /** Starts with a zero for every service: a counter that is absent would not be one of zero. */
  UsageCounters() {
    for (var service : ModelRequest.Service.values()) {
      byService.put(service, Counters.NONE);
    }
  }

  void add(ModelRequest request) {
    byService.merge(
        request.service(), new Counters(request.tokens(), request.costNanos(), 1), Counters::plus);
  }

  void addAll(UsageCounters others) {
    others.byService.forEach(
        (service, counters) -> byService.merge(service, counters, Counters::plus));
  }

  void writeTo(ObjectNode usage) {
    byService.values().stream()
        .reduce(Counters.NONE, Counters::plus)
        .writeTo(usage, "totalTokens", "totalCost", "totalCalls");
    var byCategory = usage.putObject("byCategory");
    var byModel = usage.putObject("byModel");
    byService.forEach(
        (service, counters) -> {
          counters.writeTo(byCategory.putObject(service.category()), "tokens", "cost", "calls");
          counters.writeTo(byModel.putObject(service.model()), "tokens", "cost", "calls");
        });
  }
}
