package dev.fleetpulse.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.query.live.LiveClient.KeyStanding;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LiveClientTest {
  private static final Subscription EVERYTHING =
      new Subscription(
          EnumSet.allOf(EventType.class), Set.of(), Set.of(), Map.of(), Set.of(), Optional.empty());

  private final Journal journal = new Journal("0123456789abcdef", 10);
  private final List<String> sent = new ArrayList<>();
  private final Deque<KeyStanding> standings = new ArrayDeque<>();
  private long nanos;

  private final Line line =
      new Line() {
        @Override
        public void send(String json, Cursor cursor) throws IOException {
          if (json.contains("gone")) {
            throw new IOException("nobody reads");
          }
          sent.add(json);
        }

        @Override
        public void beat() {
          sent.add("beat");
        }

        @Override
        public void close(Ending ending) {
          sent.add("closed " + ending);
        }

        @Override
        public void abandon() {
          sent.add("abandoned");
        }
      };

  private final LiveClient client =
      new LiveClient(
          "acme",
          "acmeread",
          new EventQueue(2),
          line,
          _ -> standings.isEmpty() ? KeyStanding.ENDED : standings.removeFirst(),
          () -> nanos,
          () -> {});

  @Test
  void aKeyThatEndsEndsItBeforeTheNextEvent() {
    client.subscribe(EVERYTHING);
    standings.add(KeyStanding.HOLDS);
    client.tell(journal.place(Events.about("web-1")));
    client.tell(journal.place(Events.about("web-2")));

    client.run();

    assertThat(sent).hasSize(2);
    assertThat(sent.getFirst()).contains("web-1").contains("0123456789abcdef-1");
    assertThat(sent.getLast()).isEqualTo("closed KEY_ENDED");
  }

  @Test
  void nothingIsToldWhileNobodyKnowsWhetherTheKeyHolds() {
    client.subscribe(EVERYTHING);
    standings.add(KeyStanding.UNCLEAR);
    client.tell(journal.place(Events.about("web-1")));

    client.run();

    assertThat(sent).containsExactly("closed KEY_ENDED");
  }

  @Test
  void whoTakesNothingIsLeft() {
    client.subscribe(EVERYTHING);
    standings.add(KeyStanding.HOLDS);
    client.tell(journal.place(Events.about("gone")));

    client.run();

    assertThat(sent).containsExactly("abandoned");
  }

  @Test
  void whoNeverSaysWhatItWantsIsEnded() {
    nanos = Duration.ofSeconds(11).toNanos();

    client.run();

    assertThat(sent).containsExactly("closed SILENT");
  }

  @Test
  void sixtyMessagesAMinuteAreHeard() {
    for (var i = 0; i < 60; i++) {
      assertThat(client.isHeard()).isTrue();
    }
    assertThat(client.isHeard()).isFalse();

    nanos = Duration.ofSeconds(61).toNanos();

    assertThat(client.isHeard()).isTrue();
  }

  @Test
  void whatWaitedForAnEarlierSubscriptionIsForgotten() {
    client.subscribe(EVERYTHING);
    client.tell(journal.place(Events.about("web-1")));
    client.subscribe(EVERYTHING);
    client.reply("{\"type\":\"subscribed\"}");
    standings.add(KeyStanding.HOLDS);

    client.run();

    assertThat(sent).containsExactly("{\"type\":\"subscribed\"}", "closed KEY_ENDED");
  }
}
