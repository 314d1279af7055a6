package dev.fleetpulse.streams.sink.clickhouse;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.streams.sink.AvroBytes;
import dev.fleetpulse.streams.sink.HeartbeatJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Puts what a heartbeat has no fields for beside what it has. Mostly both have no name in common
 * and one is written behind the other; otherwise objects are merged by name and lists by position.
 */
final class RestMerge {
  /** What is written from fields. */
  private static final String[] OURS = {
    "\"server\"", "\"process\"", "\"routes\"", "\"repairs\"", "\"usage\"", "\"alerts\""
  };

  private final ObjectMapper mapper =
      JsonMapper.builder()
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /**
   * Both as one object.
   *
   * @param known not yet closed
   * @param in whose last text is the rest
   */
  ByteBuffer of(JsonBytes known, AvroBytes in) {
    var rest = text(in);
    return isApart(rest) ? known.fieldsOf(in).close().written() : merged(known.close(), rest);
  }

  private ByteBuffer merged(JsonBytes known, String rest) {
    try {
      var whole = mapper.readTree(StandardCharsets.UTF_8.decode(known.written()).toString());
      HeartbeatJson.merge(whole, mapper.readTree(rest));
      return ByteBuffer.wrap(mapper.writeValueAsBytes(whole));
    } catch (IOException e) {
      throw new SerializationException("The rest of a heartbeat is not JSON", e);
    }
  }

  private static boolean isApart(String rest) {
    return rest.startsWith("{") && rest.endsWith("}") && !mentionsOurs(rest);
  }

  /** A loop, because a stream would cost more than the search. */
  private static boolean mentionsOurs(String rest) {
    for (var name : OURS) {
      if (rest.contains(name)) {
        return true;
      }
    }
    return false;
  }

  private static String text(AvroBytes in) {
    var bytes = ByteBuffer.allocate(in.textLength());
    in.copyText(bytes);
    return new String(bytes.array(), StandardCharsets.UTF_8);
  }
}
