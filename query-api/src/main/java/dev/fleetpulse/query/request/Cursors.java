package dev.fleetpulse.query.request;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Places in a list, written so that a client can only hand them back. A cursor belongs to the
 * question it was an answer to; with another one, or changed, it is none. It holds no right to
 * anything: whose list it is decides the key, so there is no secret in it and any process takes it.
 */
public final class Cursors {
  /** No cursor is longer, in characters. */
  public static final int CHARACTERS_MAX = 2_000;

  private static final int SEAL_BYTES = 12;

  private Cursors() {}

  /**
   * A place as a cursor.
   *
   * @param question everything that decides about content and order of the list, tenant included
   */
  public static String write(String question, byte[] place) {
    var bytes =
        ByteBuffer.allocate(SEAL_BYTES + place.length).put(seal(question, place)).put(place);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /** The place, or nothing where the text is no cursor of this question. */
  public static Optional<byte[]> read(String question, String cursor) {
    try {
      var bytes = Base64.getUrlDecoder().decode(cursor);
      if (bytes.length < SEAL_BYTES) {
        return Optional.empty();
      }
      var place = Arrays.copyOfRange(bytes, SEAL_BYTES, bytes.length);
      return Arrays.equals(seal(question, place), 0, SEAL_BYTES, bytes, 0, SEAL_BYTES)
          ? Optional.of(place)
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static byte[] seal(String question, byte[] place) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(question.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return Arrays.copyOf(digest.digest(place), SEAL_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}
