package dev.fleetpulse.query.servers;

import dev.fleetpulse.query.fleet.Position;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The bytes of a place in a sorted fleet, for a cursor. */
final class Place {
  private Place() {}

  static byte[] write(Position position) {
    var name = position.name().getBytes(StandardCharsets.UTF_8);
    var id = position.id().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + Short.BYTES + name.length + id.length)
        .putLong(position.key())
        .putShort((short) name.length)
        .put(name)
        .put(id)
        .array();
  }

  /** The place, or nothing where the bytes are none. */
  static Optional<Position> read(byte[] bytes) {
    try {
      var buffer = ByteBuffer.wrap(bytes);
      var key = buffer.getLong();
      var length = buffer.getShort();
      if (length < 0 || length > buffer.remaining()) {
        return Optional.empty();
      }
      var name = new byte[length];
      buffer.get(name);
      var id = new byte[buffer.remaining()];
      buffer.get(id);
      return Optional.of(
          new Position(
              key,
              new String(name, StandardCharsets.UTF_8),
              new String(id, StandardCharsets.UTF_8)));
    } catch (BufferUnderflowException tooShort) {
      return Optional.empty();
    }
  }
}
