package dev.fleetpulse.ingest.request;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of a request while it is read byte by byte, expanded and held to its limits. Every
 * method that reads throws {@link BodyRefusedException} where it can't go on.
 */
public final class OpenBody implements AutoCloseable {
  private static final int PIECE_BYTES = 8 * 1024;

  private final BodyForm form;
  private final ArrivingBody arriving;
  private final ExpandedBody expanded;
  private final byte[] piece = new byte[PIECE_BYTES];
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
    var bytes = new ByteArrayOutputStream(2048);
    while (at < end || fill()) {
      bytes.write(piece, at, end - at);
      at = end;
    }
    return bytes.toByteArray();
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
    InputStream from = expanded == null ? arriving : expanded;
    try {
      var read = from.read(piece);
      at = 0;
      end = Math.max(read, 0);
      return read > 0;
    } catch (BodyRefusedException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("A body's streams say why in their own words", e);
    }
  }
}
