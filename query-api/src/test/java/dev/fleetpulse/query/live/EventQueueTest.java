package dev.fleetpulse.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.query.live.EventQueue.Next;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  private final Journal journal = new Journal("0123456789abcdef", 1_000);

  @Property
  void itKeepsTheLatestAboutEachInTheirOrderAndNeverMoreThanFit(
      @ForAll @Size(max = 60) List<@IntRange(max = 9) Integer> instances,
      @ForAll @IntRange(min = 1, max = 8) int eventsMax) {
    var queue = new EventQueue(eventsMax);
    var dropped = 0;
    for (var instance : instances) {
      dropped += queue.add(journal.place(Events.about("web-" + instance)));
      assertThat(queue.size()).isLessThanOrEqualTo(eventsMax);
    }

    var latest = new ArrayList<String>();
    for (var instance : instances.reversed()) {
      if (latest.size() < eventsMax && !latest.contains("web-" + instance)) {
        latest.addFirst("web-" + instance);
      }
    }
    var told = new ArrayList<PlacedEvent>();
    var toldDropped = 0L;
    for (var next = queue.poll(); next.isPresent(); next = queue.poll()) {
      switch (next.get()) {
        case Next.Event(var event) -> told.add(event);
        case Next.Dropped(var count) -> toldDropped += count;
        case Next.Reply(var json) -> throw new AssertionError(json);
      }
    }
    assertThat(told)
        .extracting(each -> each.event().instances().iterator().next())
        .isEqualTo(latest);
    assertThat(told).extracting(each -> each.cursor().position()).isSorted();
    assertThat(toldDropped).isEqualTo(dropped);
    assertThat(new HashSet<>(latest)).hasSameSizeAs(latest);
  }

  @Test
  void whatIsDroppedIsToldBeforeTheRest() {
    var queue = new EventQueue(1);
    queue.add(journal.place(Events.about("web-1")));
    queue.add(journal.place(Events.about("web-2")));
    queue.add(journal.place(Events.about("web-3")));

    assertThat(queue.poll()).hasValue(new Next.Dropped(2));
    assertThat(queue.poll()).get().isInstanceOf(Next.Event.class);
    assertThat(queue.poll()).isEmpty();
  }

  @Test
  void answersComeFirstAndTooManyAreRefused() {
    var queue = new EventQueue(1);
    queue.add(journal.place(Events.about("web-1")));
    for (var i = 0; i < 16; i++) {
      assertThat(queue.reply("{}")).isTrue();
    }

    assertThat(queue.reply("{}")).isFalse();
    assertThat(queue.poll()).hasValue(new Next.Reply("{}"));
  }
}
