package dev.fleetpulse.ingest.batch;

import dev.fleetpulse.ingest.request.BodyRefusedException;
import dev.fleetpulse.ingest.request.OpenBody;
import dev.fleetpulse.ingest.verdict.FieldError;
import dev.fleetpulse.ingest.verdict.Reason;
import dev.fleetpulse.ingest.verdict.Refusal;
import java.util.List;

/**
 * The elements of a JSON array, found by their brackets and quotes; whether an element is JSON is
 * for others to say.
 */
final class ArrayEntries implements Entries {
  private static final String ARRAY = "a JSON array";

  private final OpenBody body;
  private int index = -1;

  ArrayEntries(OpenBody body) {
    this.body = body;
  }

  @Override
  public Next next() throws BodyRefusedException {
    return index < 0 ? first() : following();
  }

  private Next first() throws BodyRefusedException {
    var opening = body.peekPastSpace();
    if (opening != '[') {
      return broken("body", ARRAY, opening < 0 ? "empty" : opening == '{' ? "an object" : "none");
    }
    body.next();
    index = 0;
    return body.peekPastSpace() == ']' ? end() : element();
  }

  private Next following() throws BodyRefusedException {
    index++;
    return switch (body.peekPastSpace()) {
      case ',' -> {
        body.next();
        body.peekPastSpace();
        yield element();
      }
      case ']' -> end();
      case -1 -> broken("body", ARRAY, "cut off before its end");
      default -> broken(at(), "divided from the entry before it by a comma", "not");
    };
  }

  private Next end() throws BodyRefusedException {
    body.next();
    return body.peekPastSpace() < 0
        ? new Next.End()
        : broken("body", ARRAY, "one with something behind it");
  }

  private Next element() throws BodyRefusedException {
    var beginning = body.peek();
    if (beginning == ',' || beginning == ']') {
      return broken(at(), "a JSON object", "absent");
    }
    var entry = new EntryBytes();
    var complete =
        switch (beginning) {
          case '{', '[' -> nested(entry);
          case '"' -> string(entry);
          default -> scalar(entry);
        };
    return complete ? entry.complete() : broken(at(), "a JSON object", "cut off before its end");
  }

  private boolean nested(EntryBytes entry) throws BodyRefusedException {
    var depth = 0;
    while (true) {
      var next = body.peek();
      switch (next) {
        case -1 -> {
          return false;
        }
        case '"' -> {
          if (!string(entry)) {
            return false;
          }
        }
        default -> {
          entry.add(body.next());
          depth += next == '{' || next == '[' ? 1 : next == '}' || next == ']' ? -1 : 0;
          if (depth == 0) {
            return true;
          }
        }
      }
    }
  }

  private boolean string(EntryBytes entry) throws BodyRefusedException {
    entry.add(body.next());
    for (var next = body.next(); next >= 0; next = body.next()) {
      entry.add(next);
      if (next == '"') {
        return true;
      }
      if (next == '\\' && body.peek() >= 0) {
        entry.add(body.next());
      }
    }
    return false;
  }

  /** A number, a literal or nothing at all: no object, so its verdict is certain. */
  private boolean scalar(EntryBytes entry) throws BodyRefusedException {
    for (var next = body.peek();
        next != ',' && next != ']' && !OpenBody.isSpace(next);
        next = body.peek()) {
      if (next < 0) {
        return false;
      }
      entry.add(body.next());
    }
    return true;
  }

  private String at() {
    return "body[" + index + "]";
  }

  private static Next broken(String field, String expected, String was) {
    return new Next.Broken(
        Refusal.of(Reason.MALFORMED, List.of(new FieldError(field, expected, was))));
  }
}
