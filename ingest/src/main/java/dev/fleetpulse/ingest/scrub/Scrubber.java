package dev.fleetpulse.ingest.scrub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/**
 * Secrets out: a JSON document comes in and is left with {@code [REDACTED:<kind>]} in the place of
 * every secret. To be called before anything is cut, hashed or stored: half a secret may not look
 * like one. Scrubbing again changes nothing.
 *
 * <p>Safe for use by many threads; what it needs for one document goes with the call. Time and
 * memory are linear in the document.
 */
public final class Scrubber {
  private final SecretNames names;
  private final TextScrubber texts;
  private final TextScrubber shapes;
  private final KeyTraits.Table keys;
  private final Map<Kind, Counter> counters = new EnumMap<>(Kind.class);

  /** Looks for what is known, and for what the settings add. */
  public Scrubber(ScrubSettings settings, MeterRegistry meters) {
    this.names = new SecretNames(settings.names());
    this.texts = new TextScrubber(new Detectors(names, settings.prefixes(), settings.emails()));
    this.shapes = new TextScrubber(new Detectors(settings.prefixes()));
    this.keys = new KeyTraits.Table(names, shapes);
    for (var kind : Kind.values()) {
      counters.put(kind, meters.counter("fleetpulse.ingest.scrubbed", "kind", kind.label()));
    }
  }

  /**
   * Scrubs a document.
   *
   * @param document is changed in place, as {@link DocumentScrubber} says
   * @return what was found
   */
  public Found scrub(ObjectNode document) {
    var found = new Found();
    new DocumentScrubber(names, keys, texts, shapes, found).scrub(document);
    count(found);
    return found;
  }

  /** A text without its secrets: the very same one where it has none. */
  public String scrub(String text) {
    var found = new Found();
    var scrubbed = texts.scrub(text, found);
    count(found);
    return scrubbed;
  }

  private void count(Found found) {
    if (found.total() > 0) {
      found.byKind().forEach((kind, count) -> counters.get(kind).increment(count));
    }
  }
}
