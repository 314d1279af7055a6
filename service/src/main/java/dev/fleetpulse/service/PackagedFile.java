package dev.fleetpulse.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file that is part of a program, as it is served: the same until the program is another one. */
public final class PackagedFile {
  /** Long enough to spare us tools that ask again and again, short enough for an upgrade. */
  public static final String CACHE_CONTROL = "public, max-age=300";

  private final byte[] bytes;
  private final String etag;

  private PackagedFile(byte[] bytes) {
    this.bytes = bytes;
    this.etag = '"' + hash(bytes) + '"';
  }

  /**
   * Reads the file that stands beside a class.
   *
   * @throws IllegalStateException if there is none
   */
  public static PackagedFile beside(Class<?> neighbour, String name) {
    try (var resource = neighbour.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException("There is no " + name + " beside " + neighbour);
      }
      return new PackagedFile(resource.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("read " + name + " from the class path", e);
    }
  }

  /** What is in it; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** What tells this version from others: a strong {@code ETag}, in its quotes. */
  public String etag() {
    return etag;
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
