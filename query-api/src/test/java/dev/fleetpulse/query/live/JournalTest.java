package dev.fleetpulse.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.query.live.Journal.Resumption;
import org.junit.jupiter.api.Test;

class JournalTest {
  private static final String ME = "0123456789abcdef";

  private final Journal journal = new Journal(ME, 3);

  @Test
  void whoComesBackIsToldWhatCameMeanwhile() {
    var first = journal.place(Events.about("web-1"));
    var second = journal.place(Events.about("web-2"));
    var third = journal.place(Events.about("web-3"));

    assertThat(journal.since(first.cursor()))
        .isInstanceOfSatisfying(
            Resumption.Complete.class,
            complete -> assertThat(complete.events()).containsExactly(second, third));
    assertThat(journal.since(third.cursor()))
        .isInstanceOfSatisfying(
            Resumption.Complete.class, complete -> assertThat(complete.events()).isEmpty());
  }

  @Test
  void whoWasAwayTooLongIsToldSo() {
    var first = journal.place(Events.about("web-1"));
    for (var i = 2; i < 5; i++) {
      journal.place(Events.about("web-" + i));
    }
    assertThat(journal.since(first.cursor())).isInstanceOf(Resumption.Complete.class);

    journal.place(Events.about("web-5"));

    assertThat(journal.since(first.cursor())).isEqualTo(new Resumption.Missed());
  }

  @Test
  void aCursorOfAnotherProcessOrOfTheFutureSaysNothing() {
    journal.place(Events.about("web-1"));

    assertThat(journal.since(new Cursor("fedcba9876543210", 1))).isEqualTo(new Resumption.Missed());
    assertThat(journal.since(new Cursor(ME, 2))).isEqualTo(new Resumption.Missed());
  }

  @Test
  void heartbeatsTakeNoPlace() {
    var status = journal.place(Events.about("web-1"));
    var heartbeat = journal.place(Events.of("acme", EventType.HEARTBEAT, "shop", "web-1"));

    assertThat(heartbeat.cursor()).isEqualTo(status.cursor());
    assertThat(Cursor.parse(heartbeat.cursor().toString())).hasValue(status.cursor());
  }
}
