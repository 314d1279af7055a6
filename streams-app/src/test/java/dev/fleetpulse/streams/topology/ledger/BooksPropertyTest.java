package dev.fleetpulse.streams.topology.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.LedgerFact;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** Facts in any order, any number of times, with restarts in between, against plain arithmetic. */
final class BooksPropertyTest {
  private static final Facts FACTS = new Facts(new Generation(1));
  private static final LedgerPeriod PERIOD = LedgerPeriod.HOUR;
  private static final long HOUR_MS = 500 * PERIOD.lengthMs();
  private static final long SETTLED_MS = HOUR_MS + PERIOD.lengthMs() + PERIOD.graceMs();
  private static final LogHour HOUR = new LogHour(HOUR_MS, Log.HEARTBEATS, "acme");
  private static final List<String> STORES = List.of("timescale", "clickhouse");

  /** What happened, and all that was told of it on the way. */
  private static final class Story {
    private final List<LedgerFact> facts = new ArrayList<>();
    private final int partitions;
    private long appended;
    private long accounted;
    private long unique;
    private boolean read = true;
    private boolean judged = true;
    private final Map<String, Long> rows = new HashMap<>();
    private final Map<String, Long> dead = new HashMap<>();
    private final Map<String, Long> pending = new HashMap<>();

    Story(Random random) {
      partitions = 1 + random.nextInt(4);
      for (var partition = 0; partition < partitions; partition++) {
        tellPartition(partition, random);
      }
      // Mostly they were appended, so that hours balance, too.
      var unreadable = random.nextInt(4) > 0 ? appended - accounted : random.nextInt(3);
      accounted += unreadable;
      for (var told = 1L; told <= unreadable; told++) {
        facts.add(FACTS.givenUp(HOUR, "usage", told));
      }
      STORES.forEach(store -> tellStore(store, random));
    }

    private void tellPartition(int partition, Random random) {
      var count = LogCount.NONE;
      var steps = 1 + random.nextInt(4);
      for (var step = 0; step < steps; step++) {
        var more = random.nextInt(3);
        var duplicates = random.nextInt(2);
        var late = random.nextInt(2);
        var lost = random.nextInt(8) == 0 ? 1 : 0;
        count =
            new LogCount(
                count.appended() + more + duplicates + late + lost,
                0,
                count.unique() + more,
                count.duplicate() + duplicates,
                count.tooLate() + late,
                0);
        facts.add(FACTS.counted(HOUR, partition, count));
      }
      appended += count.appended();
      unique += count.unique();
      accounted += count.unique() + count.duplicate() + count.tooLate();
      tellClock(partition, random);
    }

    private void tellClock(int partition, Random random) {
      var readTo = 0L;
      var judgedTo = 0L;
      var beginMs = SETTLED_MS - (random.nextInt(8) == 0 ? 60 : 3);
      for (var step = 0; step < 3; step++) {
        readTo = Math.max(readTo, beginMs + random.nextInt(20));
        judgedTo = Math.max(judgedTo, readTo - random.nextInt(8));
        facts.add(FACTS.clock(Log.HEARTBEATS, partition, readTo, judgedTo, 5, 0));
      }
      read &= readTo >= SETTLED_MS;
      judged &= judgedTo >= SETTLED_MS;
    }

    private void tellStore(String store, Random random) {
      var refused = (long) random.nextInt(3);
      dead.put(store, refused);
      for (var told = 1L; told <= refused; told++) {
        facts.add(FACTS.givenUp(HOUR, store, told));
      }
      var until = HOUR_MS + PERIOD.lengthMs();
      if (random.nextInt(5) == 0) {
        facts.add(FACTS.census("heartbeats", store, HOUR_MS, until, 9, 1));
        pending.put(store, 9L);
      }
      if (random.nextInt(5) > 0) {
        for (var round = 2; round < 2 + 1 + random.nextInt(3); round++) {
          var count = Math.max(0, unique - refused + random.nextInt(3) - 1);
          if (random.nextInt(6) == 0) {
            count = 0; // and nothing is told of the tenant
          } else {
            facts.add(FACTS.stored("heartbeats", store, "acme", HOUR_MS, count, round));
          }
          facts.add(FACTS.census("heartbeats", store, HOUR_MS, until, 0, round));
          rows.put(store, count);
        }
        pending.remove(store);
      }
    }

    String state() {
      if (!read) {
        return "open";
      }
      var difference = appended - accounted;
      if (difference != 0 && !judged) {
        return "pending";
      }
      var unbalanced = difference != 0;
      var waiting = false;
      for (var store : STORES) {
        if (rows.containsKey(store)) {
          var found = rows.get(store);
          unbalanced |= found > unique || found + dead.get(store) < unique;
        } else {
          waiting = true;
        }
      }
      return unbalanced ? "unbalanced" : waiting ? "pending" : "balanced";
    }
  }

  @Property(tries = 2_000)
  void booksStandAsWhatWasToldAddsUpTo(@ForAll long seed) {
    var random = new Random(seed);
    var story = new Story(random);
    var told = new ArrayList<>(story.facts);
    for (var again = random.nextInt(10); again > 0; again--) {
      told.add(story.facts.get(random.nextInt(story.facts.size())));
    }
    Collections.shuffle(told, random);

    var books = Books.EMPTY;
    var clocks = new HashMap<String, Clock>();
    var censuses = new HashMap<String, Census>();
    for (var fact : told) {
      switch (fact.getKind()) {
        case Facts.CLOCK -> clocks.merge(fact.getSource(), Clock.of(fact), Clock::or);
        case Facts.CENSUS ->
            censuses.merge(
                fact.getSource(), new Census(fact.getRound(), fact.getPending()), Census::or);
        default -> books = books.with(fact);
      }
      if (random.nextInt(5) == 0) {
        books = restarted(books);
        clocks.replaceAll((name, clock) -> again(clock));
      }
    }

    var row =
        Judgement.of(HOUR, books, Clock.ofAll(clocks.values(), story.partitions), censuses, PERIOD);
    assertThat(row.getState()).isEqualTo(story.state());
    Statistics.collect(row.getState());
    Statistics.coverage(
        states -> {
          states.check("balanced").percentage(share -> share > 3);
          states.check("unbalanced").percentage(share -> share > 3);
          states.check("pending").percentage(share -> share > 3);
          states.check("open").percentage(share -> share > 3);
        });
    assertThat(row.getAppended()).isEqualTo(story.appended);
    assertThat(row.getDifference()).isEqualTo(story.appended - story.accounted);
    for (var store : STORES) {
      var stored = row.getStores().get(store);
      if (stored.getRows() != null) {
        assertThat(stored.getRows()).isEqualTo(story.rows.get(store));
      }
      assertThat(stored.getDeadLetters()).isEqualTo(story.dead.get(store));
    }
  }

  @Property(tries = 1_000)
  void whatIsMissingAtATickIsLostAndNoMore(@ForAll long seed) {
    var random = new Random(seed);
    var count = FrontCount.NONE;
    var acknowledged = 0L;
    var there = 0L;
    var worst = 0L;
    for (var step = 0; step < 30; step++) {
      switch (random.nextInt(6)) {
        case 0 -> acknowledged++; // lost afterwards
        case 1 -> {
          there++; // its acknowledgement got lost
          count = count.withHeartbeat(step);
        }
        case 2 -> {
          worst = Math.max(worst, acknowledged - there);
          count = count.withTick(acknowledged, step, 0, false);
        }
        default -> {
          acknowledged++;
          there++;
          count = count.withHeartbeat(step);
        }
      }
    }

    assertThat(count.lost()).isEqualTo(worst);
    assertThat(count.lostInHour()).isEqualTo(worst);
  }

  private static Books restarted(Books books) {
    var serde = Books.serde();
    return serde.deserializer().deserialize("t", serde.serializer().serialize("t", books));
  }

  private static Clock again(Clock clock) {
    var serde = Clock.serde();
    return serde.deserializer().deserialize("t", serde.serializer().serialize("t", clock));
  }
}
