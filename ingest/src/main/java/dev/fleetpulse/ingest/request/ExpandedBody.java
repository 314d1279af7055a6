package dev.fleetpulse.ingest.request;

import java.io.IOException;
import java.io.InputStream;

/**
 * A compressed body as it expands, bounded in its length: what is longer is refused as soon as that
 * shows, however much would follow.
 */
final class ExpandedBody extends InputStream {
  private static final String WHAT = "The expanded body";

  private final InputStream expanding;
  private final ContentCoding coding;
  private int bytesMax;
  private long bytes;

  private ExpandedBody(InputStream expanding, ContentCoding coding, int bytesMax) {
    this.expanding = expanding;
    this.coding = coding;
    this.bytesMax = bytesMax;
  }

  /** May already read from the compressed body. */
  static ExpandedBody of(InputStream compressed, ContentCoding coding, int bytesMax)
      throws BodyRefusedException {
    try {
      return new ExpandedBody(coding.expanding(compressed), coding, bytesMax);
    } catch (IOException e) {
      throw refused(e, coding);
    }
  }

  /**
   * Sets a lower limit, which what was read already may exceed.
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
    try {
      var read = expanding.read(piece, offset, length);
      bytes += Math.max(read, 0);
      check();
      return read;
    } catch (IOException e) {
      throw refused(e, coding);
    }
  }

  /** Gives the memory outside the heap back. */
  @Override
  public void close() throws IOException {
    expanding.close();
  }

  private void check() throws BodyRefusedException {
    if (bytes > bytesMax) {
      throw BodyRefusedException.tooLarge(WHAT, bytesMax);
    }
  }

  private static BodyRefusedException refused(IOException e, ContentCoding coding) {
    return e instanceof BodyRefusedException refused
        ? refused
        : BodyRefusedException.malformed(coding.token(), "broken: " + e.getMessage());
  }
}
