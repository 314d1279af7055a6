package dev.fleetpulse.load.recording;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the reports of machines, and the model requests between them, into heartbeats.
 *
 * <p>A request is carried by the machine that reports next after it, except by a machine's first
 * report: what an instance brings along when it is first seen was not used in our time, and counts
 * nothing.
 */
final class FleetHeartbeats implements Series<Event> {
  /** What a recorded machine is taken to have, for only percentages were recorded. */
  private static final BigDecimal MEMORY_MB = BigDecimal.valueOf(4096);

  private static final int PERCENT_DIGITS = 2;
  private static final int MEMORY_DIGITS = 1;
  private static final long MS_PER_SECOND = 1000;

  private final Series<Sample> samples;
  private final Optional<UsageTrace> requests;
  private final Map<Machine, State> states = new HashMap<>();
  private Optional<ModelRequest> nextRequest;
  private UsageCounters uncarried = new UsageCounters();

  /** What a machine's next heartbeat needs of its earlier ones. */
  private static final class State {
    private final long firstMs;
    private final UsageCounters usage = new UsageCounters();
    private BigDecimal peakMemoryMb = BigDecimal.ZERO;

    State(long firstMs) {
      this.firstMs = firstMs;
    }
  }

  /**
   * Reads from both, and closes both.
   *
   * @param requests in the order of time; absent where no usage was recorded
   */
  FleetHeartbeats(Series<Sample> samples, Optional<UsageTrace> requests) {
    this.samples = samples;
    this.requests = requests;
    this.nextRequest = readRequest();
  }

  @Override
  public boolean hasNext() {
    return samples.hasNext();
  }

  @Override
  public Event next() {
    var sample = samples.next();
    while (nextRequest.isPresent() && nextRequest.get().timeMs() <= sample.timeMs()) {
      uncarried.add(nextRequest.get());
      nextRequest = readRequest();
    }
    var state = states.get(sample.machine());
    if (state == null) {
      state = new State(sample.timeMs());
      states.put(sample.machine(), state);
    } else {
      state.usage.addAll(uncarried);
      uncarried = new UsageCounters();
    }
    return new Event(sample.timeMs(), Event.Kind.HEARTBEAT, body(sample, state));
  }

  @Override
  public void close() {
    samples.close();
    requests.ifPresent(UsageTrace::close);
  }

  private Optional<ModelRequest> readRequest() {
    return requests.filter(UsageTrace::hasNext).map(UsageTrace::next);
  }

  private ObjectNode body(Sample sample, State state) {
    var machine = sample.machine();
    var body = JsonNodeFactory.instance.objectNode();
    body.put("instanceId", machine.instanceId())
        .put("app", machine.app())
        .put("timestamp", sample.timeMs());
    body.putObject("server")
        .put("name", machine.app())
        .put("uptime", (sample.timeMs() - state.firstMs) / MS_PER_SECOND)
        .put("status", "healthy");
    sample.load().ifPresent(load -> writeTo(body.putObject("process"), load, state));
    if (requests.isPresent()) {
      state.usage.writeTo(body.putObject("usage"));
    }
    return body;
  }

  private static void writeTo(ObjectNode process, Sample.Load load, State state) {
    var memoryMb =
        load.memoryPercent()
            .multiply(MEMORY_MB)
            .movePointLeft(PERCENT_DIGITS)
            .setScale(MEMORY_DIGITS, RoundingMode.HALF_UP);
    state.peakMemoryMb = state.peakMemoryMb.max(memoryMb);
    process
        .put("cpuPercent", load.cpuPercent())
        .put("memoryMB", memoryMb)
        .put("peakMemoryMB", state.peakMemoryMb);
  }
}
