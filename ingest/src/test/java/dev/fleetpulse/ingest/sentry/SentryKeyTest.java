package dev.fleetpulse.ingest.sentry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentryKeyTest {
  @Test
  void findsTheKeyInTheHeaderAndTheQuery() {
    assertThat(SentryKey.of("Sentry sentry_version=7, sentry_key=k1, sentry_client=a/1", "k2"))
        .hasValue("k1");
    assertThat(SentryKey.of("Sentry sentry_key=k1,sentry_version=7", null)).hasValue("k1");
    assertThat(SentryKey.of("Sentry sentry_version=7", "k2")).hasValue("k2");
  }

  @Test
  void findsNothingWhereThereIsNone() {
    assertThat(SentryKey.of(null, null)).isEmpty();
    assertThat(SentryKey.of("Bearer x", "")).isEmpty();
  }
}
