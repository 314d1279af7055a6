package dev.fleetpulse.ingest.scrub;

import java.util.Arrays;
import java.util.Collection;

/** Which detectors look at which character, in their order. */
final class Detectors {
  private final Detector[][] byTrigger = new Detector[128][];

  /** Everything that is known, and what the operator added. */
  Detectors(SecretNames names, Collection<SecretPrefix> morePrefixes, boolean emails) {
    addShapes(morePrefixes);
    addAll(CardDetector.TRIGGERS, new CardDetector());
    addAll(SchemeDetector.TRIGGERS, new SchemeDetector());
    addAll(PairDetector.TRIGGERS, new PairDetector(names));
    add(ElementDetector.TRIGGER, new ElementDetector(names));
    add(OptionDetector.TRIGGER, new OptionDetector(names));
    if (emails) {
      add(EmailDetector.TRIGGER, new EmailDetector());
    }
  }

  /** Only what can't be anything else, whatever it stands in. */
  Detectors(Collection<SecretPrefix> morePrefixes) {
    addShapes(morePrefixes);
  }

  private void addShapes(Collection<SecretPrefix> morePrefixes) {
    addAll(PemDetector.TRIGGERS, new PemDetector());
    add(JwtDetector.TRIGGER, new JwtDetector());
    add(AwsDetector.TRIGGER, new AwsDetector());
    add(OwnKeyDetector.TRIGGER, new OwnKeyDetector());
    add(SlackWebhookDetector.TRIGGER, new SlackWebhookDetector());
    add(UrlPasswordDetector.TRIGGER, new UrlPasswordDetector());
    KnownPrefixes.ALL.forEach(this::addPrefix);
    morePrefixes.forEach(this::addPrefix);
  }

  /** The detectors of a trigger; null for all other characters. */
  Detector[] at(char character) {
    return character < byTrigger.length ? byTrigger[character] : null;
  }

  private void addPrefix(SecretPrefix prefix) {
    var detector = new PrefixDetector(prefix);
    add(detector.trigger(), detector);
  }

  private void addAll(String triggers, Detector detector) {
    for (var i = 0; i < triggers.length(); i++) {
      add(triggers.charAt(i), detector);
    }
  }

  private void add(char trigger, Detector detector) {
    var before = byTrigger[trigger];
    var after = before == null ? new Detector[1] : Arrays.copyOf(before, before.length + 1);
    after[after.length - 1] = detector;
    byTrigger[trigger] = after;
  }
}
