package dev.fleetpulse.ingest.heartbeat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * SHA-256 over the canonical form of a JSON value: no spaces, keys sorted by their UTF-16 units,
 * strings escaped only where JSON demands it, every number as {@code <digits>E<exponent>} without
 * trailing zeros in its digits. Documents that say the same have the same hash, however they are
 * written.
 */
final class CanonicalHash {
  private final StringBuilder canonical = new StringBuilder(2048);
  private final JsonStringEncoder escaping = JsonStringEncoder.getInstance();

  private CanonicalHash() {}

  static ByteBuffer of(JsonNode value) {
    var hash = new CanonicalHash();
    hash.append(value);
    return ByteBuffer.wrap(
        sha256().digest(hash.canonical.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private void append(JsonNode value) {
    switch (value.getNodeType()) {
      case OBJECT -> appendObject((ObjectNode) value);
      case ARRAY -> appendArray(value);
      case STRING -> appendText(value.textValue());
      case NUMBER -> appendNumber(value);
      case BOOLEAN, NULL -> canonical.append(value.asText());
      case BINARY, MISSING, POJO -> throw new IllegalStateException("No JSON: " + value);
    }
  }

  private void appendObject(ObjectNode object) {
    var names = new String[object.size()];
    var next = 0;
    for (var property : object.properties()) {
      names[next++] = property.getKey();
    }
    Arrays.sort(names);
    canonical.append('{');
    for (var name : names) {
      appendText(name);
      canonical.append(':');
      append(object.get(name));
      canonical.append(',');
    }
    canonical.append('}');
  }

  private void appendArray(JsonNode array) {
    canonical.append('[');
    for (var element : array) {
      append(element);
      canonical.append(',');
    }
    canonical.append(']');
  }

  private void appendText(String text) {
    canonical.append('"');
    escaping.quoteAsString(text, canonical);
    canonical.append('"');
  }

  private void appendNumber(JsonNode number) {
    var stripped = number.decimalValue().stripTrailingZeros();
    canonical.append(stripped.unscaledValue()).append('E').append(-stripped.scale());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}
