package dev.fleetpulse.ingest.refusals;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts what this process refuses, by tenant, reason and hour, from zero at its start and only
 * upwards. A figure stays here until its hour is over and the log is known to have it.
 *
 * <p>While the log can't be written, figures pile up. Where there is no room for more, further
 * tenants of an hour are counted together. Hours that are still not told after a month are given
 * up: the topic would not keep them either.
 */
public final class RefusalLedger {
  /** In the place of a tenant, which no name can be: no valid key said whose report it was. */
  public static final String NOBODY = "-";

  /** In the place of a tenant, which no name can be: those for whom there was no room. */
  static final String OTHERS = "*";

  private static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);

  /** Some ten megabytes. */
  private static final int FIGURES_MAX = 50_000;

  private static final int HOURS_MAX = 30 * 24;

  private final InstantSource clock;
  private final int figuresMax;
  private final int hoursMax;
  private final TreeMap<Long, Map<Cell, Figure>> hours = new TreeMap<>();
  private int figures;
  private long lastForgottenMs = Long.MIN_VALUE;

  private record Cell(String tenant, String reason) {}

  private static final class Figure {
    private long count;
    private long told;
  }

  /**
   * An absolute figure, as it was when asked for.
   *
   * @param hourMs start of the hour, epoch milliseconds
   */
  record Refused(String tenant, long hourMs, String reason, long count) {}

  /** Has counted nothing, and will by the hours of this clock. */
  public RefusalLedger(InstantSource clock) {
    this(clock, FIGURES_MAX, HOURS_MAX);
  }

  RefusalLedger(InstantSource clock, int figuresMax, int hoursMax) {
    this.clock = clock;
    this.figuresMax = figuresMax;
    this.hoursMax = hoursMax;
  }

  /**
   * Counts one report, or one request without any, as refused now.
   *
   * @param tenant or {@link #NOBODY}
   * @param reason as in the problem's type
   */
  public synchronized void count(String tenant, String reason) {
    var hour = hours.computeIfAbsent(openHourMs(), start -> new HashMap<>());
    var figure = hour.get(new Cell(tenant, reason));
    if (figure == null) {
      var cell = new Cell(figures < figuresMax ? tenant : OTHERS, reason);
      figure = hour.computeIfAbsent(cell, this::added);
    }
    figure.count++;
    while (hours.size() > hoursMax) {
      forget(hours.firstKey());
    }
  }

  /** Every figure that has grown since it was last told. */
  synchronized List<Refused> untold() {
    forgetWhatIsOver();
    var untold = new ArrayList<Refused>();
    hours.forEach(
        (hourMs, cells) ->
            cells.forEach(
                (cell, figure) -> {
                  if (figure.count > figure.told) {
                    untold.add(new Refused(cell.tenant, hourMs, cell.reason, figure.count));
                  }
                }));
    return untold;
  }

  /** Takes note that the log has this figure. */
  synchronized void told(Refused refused) {
    var figure =
        hours
            .getOrDefault(refused.hourMs(), Map.of())
            .get(new Cell(refused.tenant(), refused.reason()));
    if (figure != null) {
      figure.told = Math.max(figure.told, refused.count());
    }
  }

  /** How many figures are kept. */
  synchronized int size() {
    return figures;
  }

  /**
   * The hour to count in. A clock may be set back; an hour that is forgotten must not begin again
   * at zero, because the figure told last is the one that counts.
   */
  private long openHourMs() {
    var hourMs = currentHourMs();
    return hourMs > lastForgottenMs ? hourMs : lastForgottenMs + HOUR_MS;
  }

  private long currentHourMs() {
    var nowMs = clock.millis();
    return nowMs - Math.floorMod(nowMs, HOUR_MS);
  }

  private void forgetWhatIsOver() {
    var over = hours.headMap(currentHourMs());
    List.copyOf(over.entrySet()).stream()
        .filter(hour -> hour.getValue().values().stream().allMatch(f -> f.told == f.count))
        .map(Map.Entry::getKey)
        .forEach(this::forget);
  }

  private void forget(long hourMs) {
    figures -= hours.remove(hourMs).size();
    lastForgottenMs = Math.max(lastForgottenMs, hourMs);
  }

  private Figure added(Cell cell) {
    figures++;
    return new Figure();
  }
}
