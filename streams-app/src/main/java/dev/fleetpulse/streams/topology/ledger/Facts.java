package dev.fleetpulse.streams.topology.ledger;

import dev.fleetpulse.schemas.LedgerFact;
import dev.fleetpulse.schemas.LedgerKey;
import dev.fleetpulse.streams.Generation;

/** What is told to the books. Public for the census, which counts outside of the topology. */
public final class Facts {
  static final String COUNTED = "counted";
  static final String LOST = "lost";
  static final String GIVEN_UP = "given-up";
  static final String STORED = "stored";
  static final String CLOCK = "clock";
  static final String CENSUS = "census";

  /**
   * That an hour's rows are not kept for long enough to be counted, in place of what is pending.
   */
  public static final long UNCHECKED = -1;

  private final Generation generation;

  /** Facts of one generation. */
  public Facts(Generation generation) {
    this.generation = generation;
  }

  /** Whether a fact concerns all tenants, and so has to be in every partition. */
  public static boolean isForAll(LedgerFact fact) {
    return fact.getKind().equals(CLOCK) || fact.getKind().equals(CENSUS);
  }

  /** Under which key a fact goes out. */
  public static LedgerKey key(LedgerFact fact) {
    return new LedgerKey(fact.getTenant(), fact.getHourMs(), fact.getLog());
  }

  /**
   * How many rows a store has of a tenant's hour.
   *
   * @param roundMs when the count began, epoch milliseconds
   */
  public LedgerFact stored(
      String log, String store, String tenant, long hourMs, long rows, long roundMs) {
    return fact(STORED, log, store)
        .setTenant(tenant)
        .setHourMs(hourMs)
        .setCount(rows)
        .setRound(roundMs)
        .build();
  }

  /**
   * That a store's hours were counted: tenants of whom nothing was told have no rows.
   *
   * @param pending 0, offsets that have to be stored before, or {@link #UNCHECKED}
   */
  public LedgerFact census(
      String log, String store, long fromMs, long untilMs, long pending, long roundMs) {
    return fact(CENSUS, log, store)
        .setHourMs(fromMs)
        .setUntilMs(untilMs)
        .setPending(pending)
        .setRound(roundMs)
        .build();
  }

  LedgerFact counted(LogHour hour, int partition, LogCount count) {
    return of(COUNTED, hour, Integer.toString(partition))
        .setAppended(count.appended())
        .setUnique(count.unique())
        .setDuplicate(count.duplicate())
        .setTooLate(count.tooLate())
        .setSampled(count.sampled())
        .build();
  }

  LedgerFact lost(LogHour hour, String source, long count) {
    return of(LOST, hour, source).setCount(count).build();
  }

  /**
   * What was given up.
   *
   * @param source the room that could not read it, or the store that refused it
   */
  LedgerFact givenUp(LogHour hour, String source, long count) {
    return of(GIVEN_UP, hour, source).setCount(count).build();
  }

  /**
   * How far a partition has been counted and decided on.
   *
   * @param cutHourMs the last hour that had begun before the first record there is; 0 where none
   */
  LedgerFact clock(
      Log log, int partition, long readToMs, long judgedToMs, long behind, long cutHourMs) {
    return fact(CLOCK, log.word(), Integer.toString(partition))
        .setHourMs(cutHourMs)
        .setReadToMs(readToMs)
        .setJudgedToMs(judgedToMs)
        .setPending(behind)
        .build();
  }

  boolean areOurs(LedgerFact fact) {
    return fact.getGeneration() == generation.number();
  }

  private LedgerFact.Builder of(String kind, LogHour hour, String source) {
    return fact(kind, hour.log().word(), source).setTenant(hour.tenant()).setHourMs(hour.hourMs());
  }

  private LedgerFact.Builder fact(String kind, String log, String source) {
    return LedgerFact.newBuilder()
        .setGeneration(generation.number())
        .setKind(kind)
        .setLog(log)
        .setSource(source);
  }
}
