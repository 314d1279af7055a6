package dev.fleetpulse.ingest.sentry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentryKeyTest {
  @Test
  void findsTheKeyInTheHeaderTheQueryAndTheDsn() {
    assertThat(
            SentryKey.of("Sentry sentry_version=7, sentry_key=k1, sentry_client=a/1", "k2", null))
        .hasValue("k1");
    assertThat(SentryKey.of("Sentry sentry_key=k1,sentry_version=7", null, null)).hasValue("k1");
    assertThat(SentryKey.of("Sentry sentry_version=7", "k2", null)).hasValue("k2");
    assertThat(SentryKey.of(null, null, "http://k3@127.0.0.1:9400/7")).hasValue("k3");
    assertThat(SentryKey.of(null, null, "http://k3:secret@127.0.0.1:9400/7")).hasValue("k3");
  }

  @Test
  void findsNothingWhereThereIsNone() {
    assertThat(SentryKey.of(null, null, null)).isEmpty();
    assertThat(SentryKey.of("Bearer x", "", "no url at all")).isEmpty();
    assertThat(SentryKey.of(null, null, "http://127.0.0.1/7")).isEmpty();
  }
}
