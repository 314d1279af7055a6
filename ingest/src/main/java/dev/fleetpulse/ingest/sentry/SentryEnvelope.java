package dev.fleetpulse.ingest.sentry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.request.JsonBody;
import dev.fleetpulse.ingest.verdict.FieldError;
import dev.fleetpulse.ingest.verdict.Reason;
import dev.fleetpulse.ingest.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a Sentry SDK sends in one request: a line of JSON about all of it, then items, each a line
 * of JSON that says its type and perhaps its length, and a payload.
 *
 * @param header about all of it
 * @param items in their order
 */
record SentryEnvelope(ObjectNode header, List<Item> items) {
  /** SDKs put an event, its attachments and a few counts in; the size of a body bounds the rest. */
  private static final int ITEMS_MAX = 100;

  private static final byte NEWLINE = '\n';

  /**
   * One item.
   *
   * @param type for example {@code event}, {@code session} or {@code transaction}
   * @param payload untouched
   */
  @SuppressWarnings("ArrayRecordComponent") // Payloads are never compared.
  record Item(String type, byte[] payload) {}

  /** Takes a body apart, or says at which item that ends. */
  static Verdict<SentryEnvelope> read(byte[] body) {
    var reader = new Reader(body);
    return JsonBody.read(reader.line()).then(header -> items(header, reader));
  }

  private static Verdict<SentryEnvelope> items(ObjectNode header, Reader reader) {
    var items = new ArrayList<Item>();
    while (!reader.atEnd()) {
      var line = reader.line();
      if (line.length == 0) {
        continue;
      }
      if (items.size() == ITEMS_MAX) {
        return bad(items.size(), "one of at most " + ITEMS_MAX, "one more");
      }
      switch (JsonBody.read(line)) {
        case Verdict.Refused<ObjectNode> _ -> {
          return bad(items.size(), "a line of JSON with the item's type", "something else");
        }
        case Verdict.Accepted<ObjectNode>(var itemHeader) -> {
          var type = itemHeader.path("type");
          var length = itemHeader.path("length");
          if (!type.isTextual() || !(length.isMissingNode() || length.canConvertToInt())) {
            return bad(items.size(), "a type, and perhaps a length", itemHeader.toString());
          }
          if (length.isMissingNode()) {
            items.add(new Item(type.textValue(), reader.line()));
          } else if (!reader.has(length.intValue())) {
            return bad(items.size(), length.intValue() + " bytes long", "cut off");
          } else {
            items.add(new Item(type.textValue(), reader.bytes(length.intValue())));
          }
        }
      }
    }
    return new Verdict.Accepted<>(new SentryEnvelope(header, List.copyOf(items)));
  }

  private static Verdict<SentryEnvelope> bad(int item, String expected, String was) {
    return Verdict.refused(Reason.MALFORMED, new FieldError("items[" + item + "]", expected, was));
  }

  /** Goes through the bytes from front to end. */
  private static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean atEnd() {
      return at >= bytes.length;
    }

    boolean has(int length) {
      return length >= 0 && length <= bytes.length - at;
    }

    byte[] bytes(int length) {
      var from = at;
      at += length;
      return Arrays.copyOfRange(bytes, from, at);
    }

    /** Up to the next line's end, which is left out, or to the end of all. */
    byte[] line() {
      var end = at;
      while (end < bytes.length && bytes[end] != NEWLINE) {
        end++;
      }
      var line = Arrays.copyOfRange(bytes, at, end);
      at = end + 1;
      return line;
    }
  }
}
