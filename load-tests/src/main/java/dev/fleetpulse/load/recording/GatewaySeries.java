package dev.fleetpulse.load.recording;

import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A few gateways that report every minute, so that model requests recorded without machines have
 * senders, too. Ends with the first report after the last request.
 */
final class GatewaySeries implements Series<Sample> {
  private static final int GATEWAYS = 4;
  private static final long STEP_MS = 60_000 / GATEWAYS;

  private final long lastRequestMs;
  private long step;
  private boolean reportedAll;

  GatewaySeries(long lastRequestMs) {
    this.lastRequestMs = lastRequestMs;
  }

  @Override
  public boolean hasNext() {
    return !reportedAll;
  }

  @Override
  public Sample next() {
    if (reportedAll) {
      throw new NoSuchElementException();
    }
    var timeMs = step * STEP_MS;
    var gateway = Machine.gateway(1 + (int) (step % GATEWAYS));
    step++;
    // A first report carries no requests, so the last one has to come after it.
    reportedAll = timeMs >= lastRequestMs && step > GATEWAYS;
    return new Sample(timeMs, gateway, Optional.empty());
  }

  @Override
  public void close() {}
}
