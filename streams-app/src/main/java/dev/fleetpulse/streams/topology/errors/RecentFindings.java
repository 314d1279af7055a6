package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.signature.ErrorFacts;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was found out of the texts that came lately: a storm says the same again and again, and what
 * comes of a text depends on nothing else.
 */
final class RecentFindings {
  private static final int ENTRIES_MAX = 256;

  /** Together with the former some 8 MB where the texts are the longest. */
  private static final int CHARACTERS_MAX = 16 << 10;

  private final Map<ErrorFacts, ReportFindings> recent =
      new LinkedHashMap<>(2 * ENTRIES_MAX, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ErrorFacts, ReportFindings> eldest) {
          return size() > ENTRIES_MAX;
        }
      };

  /** What the report tells. */
  ReportFindings of(ErrorReport report) {
    var facts = ReportFacts.of(report);
    var isSmall =
        length(facts.stack()) + length(facts.message()) <= CHARACTERS_MAX
            && facts.frames().isEmpty()
            && facts.causes().isEmpty()
            && facts.fingerprint().isEmpty();
    return isSmall ? recent.computeIfAbsent(facts, ReportFindings::of) : ReportFindings.of(facts);
  }

  private static int length(String text) {
    return text == null ? 0 : text.length();
  }
}
