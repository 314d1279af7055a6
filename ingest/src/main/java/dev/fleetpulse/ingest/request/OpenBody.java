package dev.fleetpulse.ingest.request;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The body of a request while it is read byte by byte, expanded and held to its limits. Every
 * method that reads throws {@link BodyRefusedException} where it can't go on.
 */
public final class OpenBody implements AutoCloseable {
  private static final int PIECE_BYTES = 8 * 1024;
  private static final int BYTES_EXPECTED = 2048;
  private static final byte[] NONE = new byte[0];

  private final BodyForm form;
  private final ArrivingBody arriving;
  private final ExpandedBody expanded;

  /** What was read ahead; nothing while nobody asked for single bytes. */
  private byte[] piece = NONE;

  private int at;
  private int end;

  private OpenBody(BodyForm form, ArrivingBody arriving, ExpandedBody expanded) {
    this.form = form;
    this.arriving = arriving;
    this.expanded = expanded;
  }

  static OpenBody plain(BodyForm form, ArrivingBody arriving) {
    return new OpenBody(form, arriving, null);
  }

  static OpenBody compressed(BodyForm form, ArrivingBody arriving, ExpandedBody expanded) {
    return new OpenBody(form, arriving, expanded);
  }

  /** What it is written in, as its client says. */
  public BodyForm form() {
    return form;
  }

  /** The next byte, -1 at the end. */
  public int next() throws BodyRefusedException {
    return at < end || fill() ? piece[at++] & 0xFF : -1;
  }

  /** The next byte without taking it, -1 at the end. */
  public int peek() throws BodyRefusedException {
    return at < end || fill() ? piece[at] & 0xFF : -1;
  }

  /** The next byte that is no space as JSON knows them, without taking it; -1 at the end. */
  public int peekPastSpace() throws BodyRefusedException {
    while (isSpace(peek())) {
      at++;
    }
    return peek();
  }

  /** Whether JSON allows this byte between its parts. */
  public static boolean isSpace(int next) {
    return next == ' ' || next == '\n' || next == '\r' || next == '\t';
  }

  /** All bytes from here on, as those of one report: its limits hold from now on. */
  public byte[] rest() throws BodyRefusedException {
    narrow(BodyLimits.REPORT);
    var bytes = new byte[Math.max(BYTES_EXPECTED, end - at)];
    var length = end - at;
    System.arraycopy(piece, at, bytes, 0, length);
    at = end;
    for (var read = 0; read >= 0; ) {
      length += read;
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
      read = read(bytes, length);
    }
    return Arrays.copyOf(bytes, length);
  }

  /** Lets the client finish sending, so that it reads the answer. */
  public void discardRest() {
    arriving.discardRest();
  }

  @Override
  public void close() {
    if (expanded == null) {
      return;
    }
    try {
      expanded.close();
    } catch (IOException e) {
      throw new IllegalStateException("Closing a body reads nothing", e);
    }
  }

  private void narrow(BodyLimits limits) throws BodyRefusedException {
    if (expanded == null) {
      arriving.narrow(limits.bytesMax());
    } else {
      arriving.narrow(limits.compressedBytesMax());
      expanded.narrow(limits.bytesMax());
    }
  }

  private boolean fill() throws BodyRefusedException {
    if (piece.length == 0) {
      piece = new byte[PIECE_BYTES];
    }
    var read = read(piece, 0);
    at = 0;
    end = Math.max(read, 0);
    return read > 0;
  }

  private int read(byte[] bytes, int from) throws BodyRefusedException {
    InputStream source = expanded == null ? arriving : expanded;
    try {
      return source.read(bytes, from, bytes.length - from);
    } catch (BodyRefusedException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("A body's streams say why in their own words", e);
    }
  }
}
