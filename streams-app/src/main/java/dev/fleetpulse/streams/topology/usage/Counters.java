package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.streams.topology.usage.Counter.Dimension;
import dev.fleetpulse.streams.topology.usage.Counter.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The counters of an instance, each with a slot: readings of all of them are plain arrays. Most
 * instances of a fleet have the same ones, and so share one of these.
 */
final class Counters {
  /** In a slot without a value. */
  static final long ABSENT = Long.MIN_VALUE;

  /** By their codes. */
  static final Measure[] MEASURES = Measure.values();

  private static final Dimension[] DIMENSIONS = Dimension.values();

  static final Counters NONE = new Counters(List.of());

  private final List<Counter> all;
  private final Map<Counter, Integer> slots = new HashMap<>();
  private final int[] totals;
  private final List<Name> categories;
  private final List<Name> models;
  private final boolean exceedLimit;
  private final byte[] bytes;

  /** A category or model. */
  static final class Name {
    private final String name;
    private final int[] slots;

    Name(String name, int[] slots) {
      this.name = name;
      this.slots = slots;
    }

    String name() {
      return name;
    }

    /** -1 where it has no such counter. */
    int slot(Measure measure) {
      return slots[measure.code()];
    }
  }

  private Counters(List<Counter> all) {
    this.all = List.copyOf(all);
    for (var counter : all) {
      slots.put(counter, slots.size());
    }
    var byName = new EnumMap<Dimension, Map<String, int[]>>(Dimension.class);
    for (var dimension : DIMENSIONS) {
      byName.put(dimension, new LinkedHashMap<>());
    }
    slots.forEach(
        (counter, slot) ->
            byName.get(counter.dimension())
                    .computeIfAbsent(counter.name(), name -> noSlots())[counter.measure().code()] =
                slot);
    totals = byName.get(Dimension.TOTAL).getOrDefault("", noSlots());
    categories = names(byName.get(Dimension.CATEGORY));
    models = names(byName.get(Dimension.MODEL));
    exceedLimit =
        countNames(categories) > Sample.NAMES_MAX || countNames(models) > Sample.NAMES_MAX;
    bytes = write();
  }

  static Counters of(Collection<Counter> counters) {
    return counters.isEmpty() ? NONE : new Counters(List.copyOf(counters));
  }

  int size() {
    return all.size();
  }

  Counter at(int slot) {
    return all.get(slot);
  }

  List<Counter> all() {
    return all;
  }

  /** The slot of the counter, -1 if it has none. */
  int slotOf(Counter counter) {
    return slots.getOrDefault(counter, -1);
  }

  /** The slot of a counter that is not divided, -1 where it is not among these. */
  int slotOfTotal(Measure measure) {
    return totals[measure.code()];
  }

  List<Name> categories() {
    return categories;
  }

  List<Name> models() {
    return models;
  }

  /** These, in the same slots, and those of the given ones that are not here yet behind them. */
  Counters with(Collection<Counter> others) {
    var more = others.stream().filter(counter -> !slots.containsKey(counter)).toList();
    if (more.isEmpty()) {
      return this;
    }
    var together = new ArrayList<>(all);
    together.addAll(more);
    return new Counters(together);
  }

  /** Readings of some of these counters, by their slots. */
  long[] inSlots(Map<Counter, Long> readings) {
    var values = new long[all.size()];
    Arrays.fill(values, ABSENT);
    readings.forEach((counter, value) -> values[slotOf(counter)] = value);
    return values;
  }

  /** Whether there are more categories, or more models, than are told apart. */
  boolean exceedLimit() {
    return exceedLimit;
  }

  /** The counters' names and measures. */
  byte[] bytes() {
    return bytes;
  }

  /**
   * Reads the counters of a heartbeat into their slots.
   *
   * @return null if the heartbeat has counters that have no slot here
   */
  long[] read(Report report) {
    var values = new long[all.size()];
    Arrays.fill(values, ABSENT);
    return readTotals(report, values)
            && readNames(report.categories(), categories, values)
            && readNames(report.models(), models, values)
        ? values
        : null;
  }

  private boolean readTotals(Report report, long[] values) {
    for (var code = 0; code < totals.length; code++) {
      if (!put(values, totals[code], report.total(code))) {
        return false;
      }
    }
    return true;
  }

  private static boolean readNames(Report.Named named, List<Name> names, long[] values) {
    if (named.size() > Sample.NAMES_MAX) {
      return false;
    }
    for (var index = 0; index < named.size(); index++) {
      var slots = slots(named.name(index), index, names);
      if (slots == null) {
        return false;
      }
      for (var code = 0; code < Report.Named.MEASURES; code++) {
        var isThere = slots[code] >= 0 && values[slots[code]] != ABSENT;
        // A name that comes twice is none of what was expected.
        if (isThere || !put(values, slots[code], named.value(index, code))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Mostly names come in the same order each time. */
  private static int[] slots(String name, int likelyAt, List<Name> names) {
    if (likelyAt < names.size() && names.get(likelyAt).name.equals(name)) {
      return names.get(likelyAt).slots;
    }
    for (var candidate : names) {
      if (candidate.name.equals(name)) {
        return candidate.slots;
      }
    }
    return null;
  }

  private static boolean put(long[] values, int slot, long value) {
    if (value == ABSENT) {
      return true;
    }
    if (slot < 0) {
      return false;
    }
    values[slot] = value;
    return true;
  }

  private byte[] write() {
    var out = new BytesOut(128);
    for (var slot = 0; slot < all.size(); ) {
      var first = all.get(slot);
      var measures = 0;
      var next = slot;
      // The measures of a name mostly lie side by side: one mask says them all.
      while (next < all.size()
          && first.measuring(all.get(next).measure()).equals(all.get(next))
          && measures >>> all.get(next).measure().code() == 0) {
        measures |= 1 << all.get(next++).measure().code();
      }
      out.octet(first.dimension().code());
      out.octet(measures);
      out.text(first.name());
      slot = next;
    }
    return out.toBytes();
  }

  static Counters read(byte[] bytes) {
    var counters = new ArrayList<Counter>();
    var in = new BytesIn(bytes, 0);
    while (!in.isAtEnd()) {
      var dimension = dimension(in.octet());
      var measures = in.octet();
      var name = in.text();
      for (var measure : MEASURES) {
        if (((measures >>> measure.code()) & 1) != 0) {
          counters.add(new Counter(dimension, name, measure));
        }
      }
    }
    return of(counters);
  }

  private static Dimension dimension(int code) {
    for (var dimension : DIMENSIONS) {
      if (dimension.code() == code) {
        return dimension;
      }
    }
    throw new IndexOutOfBoundsException("Unknown dimension " + code);
  }

  private static List<Name> names(Map<String, int[]> slotsByName) {
    return slotsByName.entrySet().stream()
        .map(entry -> new Name(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static long countNames(List<Name> names) {
    return names.stream().filter(name -> !name.name.equals(Counter.OTHER)).count();
  }

  private static int[] noSlots() {
    var none = new int[MEASURES.length];
    Arrays.fill(none, -1);
    return none;
  }
}
