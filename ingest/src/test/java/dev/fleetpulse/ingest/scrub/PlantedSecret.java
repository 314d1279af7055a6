package dev.fleetpulse.ingest.scrub;

import java.util.List;

/**
 * A text of the corpus for tests of others.
 *
 * @param text with secrets in it
 * @param secrets that must not be found anywhere afterwards
 */
public record PlantedSecret(String text, List<String> secrets) {
  /** The whole corpus. */
  public static List<PlantedSecret> corpus() {
    return ScrubCorpusTest.secrets()
        .map(ScrubCorpusTest.Secret::template)
        .map(text -> new PlantedSecret(TestSecrets.fill(text), TestSecrets.in(text)))
        .toList();
  }
}
