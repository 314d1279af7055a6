package dev.fleetpulse.query.fleet;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An order of instances. What has no value comes last both ways, and equal ones are ordered by id,
 * so that there is only one way to order a fleet.
 */
public record Sort(By by, boolean descending) {
  /** All of them by name, descending ones with a minus in front. */
  public static final Map<String, Sort> ALL = all();

  /** The key of an instance without a value. */
  private static final long LAST = Long.MAX_VALUE;

  private static final int CHARACTER_BITS = 16;
  private static final int CHARACTERS = Long.SIZE / CHARACTER_BITS;

  /** What is looked at. */
  public enum By {
    /** What needs a person first. */
    STATUS("status"),
    /** In any case. */
    NAME("name"),
    LAST_HEARTBEAT("last_heartbeat"),
    UPTIME("uptime"),
    MEMORY("memory"),
    COST("cost"),
    LAST_REPAIR("last_repair");

    private final String text;

    By(String text) {
      this.text = text;
    }
  }

  private static Map<String, Sort> all() {
    var all = new LinkedHashMap<String, Sort>();
    for (var by : By.values()) {
      all.put(by.text, new Sort(by, false));
      all.put("-" + by.text, new Sort(by, true));
    }
    return all;
  }

  /**
   * Where an instance stands, as far as that can be told by one number.
   *
   * @param shown the status that is shown of it
   */
  long key(Instance instance, Status shown) {
    var key =
        switch (by) {
          case STATUS -> shown.rank();
          case NAME -> beginning(instance.lowerName());
          case LAST_HEARTBEAT -> instance.lastContactMs();
          case UPTIME -> orLast(instance.uptimeSeconds());
          case MEMORY -> ordered(instance.memoryMb());
          case COST -> orLast(instance.costNanos());
          case LAST_REPAIR -> orLast(instance.lastRepairMs());
        };
    return descending && key != LAST ? ~key : key;
  }

  /** Of what two of the same key are ordered by before their ids: a name has more than its key. */
  String name(Instance instance) {
    return by == By.NAME ? instance.lowerName() : "";
  }

  /** Which of two comes first, the names as {@link #name} has them. */
  int compare(long key, String name, String id, long otherKey, String otherName, String otherId) {
    if (key != otherKey) {
      return Long.compare(key, otherKey);
    }
    var names = name.compareTo(otherName);
    if (names != 0) {
      return descending ? -names : names;
    }
    return id.compareTo(otherId);
  }

  private static long orLast(long number) {
    return number == Instance.NONE ? LAST : number;
  }

  private static long ordered(double measure) {
    if (Double.isNaN(measure)) {
      return LAST;
    }
    var bits = Double.doubleToLongBits(measure + 0.0);
    return bits < 0 ? bits ^ Long.MAX_VALUE : bits;
  }

  /** The first four characters as one number, so that few names need be compared as such. */
  private static long beginning(String name) {
    var key = 0L;
    for (var i = 0; i < CHARACTERS; i++) {
      key = key << CHARACTER_BITS | (i < name.length() ? name.charAt(i) : 0);
    }
    return key ^ Long.MIN_VALUE;
  }
}
