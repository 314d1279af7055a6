package dev.fleetpulse.ingest.request;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * A body as it comes over the wire, bounded in its length and in the time its client may take to
 * send it. Time that we take between two pieces is not the client's.
 */
final class ArrivingBody extends InputStream {
  /** A body that trickles in holds a thread. */
  private static final Duration ARRIVAL_MAX = Duration.ofSeconds(10);

  private static final int DISCARDED_BYTES_MAX = 4 * 1024 * 1024;
  private static final int PIECE_BYTES = 8 * 1024;

  private final InputStream wire;
  private final String what;
  private int bytesMax;
  private long bytes;
  private long waitedNanos;

  /**
   * Reads nothing yet.
   *
   * @param what the body is called in refusals
   */
  ArrivingBody(InputStream wire, String what, int bytesMax) {
    this.wire = wire;
    this.what = what;
    this.bytesMax = bytesMax;
  }

  /**
   * Sets a lower limit, which what has come already may exceed.
   *
   * @throws BodyRefusedException where it does
   */
  void narrow(int lowerBytesMax) throws BodyRefusedException {
    bytesMax = lowerBytesMax;
    check();
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] piece, int offset, int length) throws IOException {
    var started = System.nanoTime();
    var read = readWire(piece, offset, length);
    waitedNanos += System.nanoTime() - started;
    if (read >= 0) {
      bytes += read;
      check();
    }
    return read;
  }

  /**
   * Lets the client finish sending what is refused: many read no answer before that, and where the
   * connection ends under them, they lose it. What is longer still ends the connection.
   */
  void discardRest() {
    var piece = new byte[PIECE_BYTES];
    var left = DISCARDED_BYTES_MAX;
    try {
      for (var read = 0; read >= 0 && left > 0 && !isLate(); left -= read) {
        var started = System.nanoTime();
        read = wire.read(piece);
        waitedNanos += System.nanoTime() - started;
      }
    } catch (IOException _) {
      // The client is gone, or too slow for more than its answer.
    }
  }

  private int readWire(byte[] piece, int offset, int length) throws IOException {
    try {
      return wire.read(piece, offset, length);
    } catch (IOException e) {
      // The client paused for too long, framed its body wrongly or went away.
      throw e.getCause() instanceof TimeoutException
          ? tooSlow()
          : BodyRefusedException.malformed("complete", "broken off: " + e.getMessage());
    }
  }

  private void check() throws BodyRefusedException {
    if (bytes > bytesMax) {
      throw BodyRefusedException.tooLarge(what, bytesMax);
    }
    if (isLate()) {
      throw tooSlow();
    }
  }

  private boolean isLate() {
    return waitedNanos > ARRIVAL_MAX.toNanos();
  }

  private BodyRefusedException tooSlow() {
    return BodyRefusedException.tooSlow(
        what + " must arrive within " + ARRIVAL_MAX.toSeconds() + " seconds");
  }
}
