package dev.fleetpulse.streams.topology.status;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The alerts of one instance that were raised and not cleared yet, beside its being down.
 *
 * @param own those it raised itself: the alert's type, and the time it gave the last one (0 where
 *     it gave none)
 */
record RaisedAlerts(SortedMap<String, Long> own, boolean skew) {
  static final RaisedAlerts NONE = new RaisedAlerts(new TreeMap<>(), false);

  /** More types than that at once are not told apart. */
  static final int OWN_MAX = 16;

  RaisedAlerts {
    own = Collections.unmodifiableSortedMap(own);
  }

  RaisedAlerts withSkew(boolean raised) {
    return new RaisedAlerts(own, raised);
  }
}
