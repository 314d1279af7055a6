package dev.fleetpulse.service.access;

/** Where keys are kept that come and go while a process runs. */
public interface KeySource {
  /** Knows no key. */
  KeySource NONE =
      new KeySource() {
        @Override
        public Lookup find(ApiKey presented) {
          return new Unknown();
        }

        @Override
        public void used(String keyId) {
          // No key of this source can be used.
        }
      };

  /** What a source says to one key's id. */
  sealed interface Lookup {}

  /** There is such a key; whether the secret is right is the caller's question. */
  record Found(KnownKey key) implements Lookup {}

  /** There was such a key, and it is no longer valid. */
  record Ended(KnownKey key) implements Lookup {}

  /** There is none. */
  record Unknown() implements Lookup {}

  /**
   * Nobody can tell now.
   *
   * @param reason for the client
   */
  record Unavailable(String reason) implements Lookup {}

  /**
   * Looks a key up by its id; may wait a moment for one that is not known, because it may just have
   * been made.
   */
  Lookup find(ApiKey presented);

  /** Takes note that a request was granted by this key; must cost next to nothing. */
  void used(String keyId);
}
