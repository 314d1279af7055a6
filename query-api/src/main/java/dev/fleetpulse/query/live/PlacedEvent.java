package dev.fleetpulse.query.live;

/** An event in the order in which this process tells them; written as JSON when first asked for. */
final class PlacedEvent {
  private final LiveEvent event;
  private final Cursor cursor;
  private volatile String json;

  PlacedEvent(LiveEvent event, Cursor cursor) {
    this.event = event;
    this.cursor = cursor;
  }

  LiveEvent event() {
    return event;
  }

  Cursor cursor() {
    return cursor;
  }

  /** The same text for all clients: writing it once is what keeps a thousand of them cheap. */
  String json() {
    var written = json;
    if (written == null) {
      written = event.body().deepCopy().put("cursor", cursor.toString()).toString();
      json = written;
    }
    return written;
  }
}
