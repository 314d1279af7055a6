package dev.fleetpulse.query.fleet;

/**
 * A place in a sorted fleet: behind this instance, whether it is still there or not.
 *
 * @param key of its order
 * @param name what it is ordered by beside the key, or nothing
 */
public record Position(long key, String name, String id) {
  static Position of(Instance instance, long key, Sort sort) {
    return new Position(key, sort.name(instance), instance.id());
  }

  boolean isBefore(Instance instance, long otherKey, Sort sort) {
    return sort.compare(key, name, id, otherKey, sort.name(instance), instance.id()) < 0;
  }
}
