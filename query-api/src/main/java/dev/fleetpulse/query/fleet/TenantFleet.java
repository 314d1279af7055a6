package dev.fleetpulse.query.fleet;

import dev.fleetpulse.schemas.InstanceState;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The instances of one tenant. Who asks walks over an array of them and waits for nobody; who
 * changes one puts another object in its place.
 */
final class TenantFleet {
  private static final int ROOM_AT_FIRST = 16;

  private final Map<String, Integer> places = new HashMap<>();
  private final Deque<Integer> free = new ArrayDeque<>();

  /** With holes where instances were forgotten; assigned anew whenever one of them changes. */
  private volatile Instance[] instances = new Instance[ROOM_AT_FIRST];

  private int used;

  private volatile long revision;

  /** Takes in a state that is not older than what is known; answers with what was known. */
  synchronized Optional<Instance> apply(String id, InstanceState state, Words words) {
    var place = places.get(id);
    if (place == null) {
      var created = Instance.of(id, state, Instance.NONE, words);
      place = free.isEmpty() ? nextPlace() : free.pop();
      places.put(id, place);
      put(place, created);
      return Optional.empty();
    }
    var before = instances[place];
    if (state.getRevision() >= before.revision()) {
      put(place, Instance.of(before.id(), state, before.costNanos(), words));
    }
    return Optional.of(before);
  }

  synchronized Optional<Instance> forget(String id) {
    var place = places.remove(id);
    if (place == null) {
      return Optional.empty();
    }
    var known = instances[place];
    free.push(place);
    put(place, null);
    return Optional.of(known);
  }

  synchronized Optional<Instance> find(String id) {
    return Optional.ofNullable(places.get(id)).map(place -> instances[place]);
  }

  synchronized int size() {
    return places.size();
  }

  /**
   * Takes in what the instances cost; one that is not named cost nothing.
   *
   * @param nanosById nano-dollars
   */
  void applyCosts(Map<String, Long> nanosById) {
    var end = instances.length;
    for (var place = 0; place < end; place++) {
      applyCost(place, nanosById);
    }
  }

  private synchronized void applyCost(int place, Map<String, Long> nanosById) {
    var known = instances[place];
    if (known == null) {
      return;
    }
    long nanos = nanosById.getOrDefault(known.id(), 0L);
    if (nanos != known.costNanos()) {
      put(place, known.withCost(nanos));
    }
  }

  /** Rises with each change. */
  long revision() {
    return revision;
  }

  /** The part that is asked for, as it can be told now. */
  FleetPage page(FleetQuery query, Sight sight) {
    var all = instances;
    var sort = query.sort();
    var filter = new FleetFilter(query);
    var after = query.after().orElse(null);
    var first = new Selection(sort, Math.min(query.offset() + query.limit(), all.length));
    var total = 0L;
    var behind = 0L;
    for (var instance : all) {
      if (instance == null) {
        continue;
      }
      var shown = sight.status(instance);
      if (!filter.fits(instance, shown)) {
        continue;
      }
      total++;
      var key = sort.key(instance, shown);
      if (after == null || after.isBefore(instance, key, sort)) {
        behind++;
        first.offer(instance, key);
      }
    }
    var page = first.drain(query.offset());
    var isLast = page.isEmpty() || behind <= query.offset() + page.size();
    return new FleetPage(
        page,
        total,
        isLast
            ? Optional.empty()
            : Optional.of(
                Position.of(
                    page.getLast(), sort.key(page.getLast(), sight.status(page.getLast())), sort)),
        sight);
  }

  private int nextPlace() {
    if (used == instances.length) {
      instances = Arrays.copyOf(instances, 2 * used);
    }
    return used++;
  }

  private synchronized void put(int place, Instance instance) {
    var all = instances;
    all[place] = instance;
    // Without this nobody would be sure to see what was put into the array.
    instances = all;
    revision++;
  }
}
