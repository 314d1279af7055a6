package dev.fleetpulse.query.fleet;

import java.util.Arrays;
import java.util.List;

/**
 * The first few of many instances, in an order. A heap with the last of them on top: what comes
 * behind it is not kept, so that asking for a page does not sort the fleet.
 */
final class Selection {
  private final Sort sort;
  private final long[] keys;
  private final Instance[] instances;
  private int size;

  /** Of nobody yet; keeps as many as given. */
  Selection(Sort sort, int capacity) {
    this.sort = sort;
    this.keys = new long[capacity];
    this.instances = new Instance[capacity];
  }

  /**
   * Takes one in, where it is among the first.
   *
   * @param key by which it is ordered
   */
  void offer(Instance instance, long key) {
    if (size < keys.length) {
      rise(size++, key, instance);
    } else if (size > 0 && key <= keys[0] && isBehind(0, key, instance)) {
      sink(key, instance);
    }
  }

  /** Empties it: all but the first {@code from}, in order. */
  List<Instance> drain(int from) {
    var sorted = new Instance[size];
    while (size > 0) {
      sorted[--size] = instances[0];
      if (size > 0) {
        sink(keys[size], instances[size]);
      }
    }
    return Arrays.asList(sorted).subList(Math.min(from, sorted.length), sorted.length);
  }

  private void rise(int start, long key, Instance instance) {
    var place = start;
    while (place > 0) {
      var parent = (place - 1) >>> 1;
      if (isBehind(parent, key, instance)) {
        break;
      }
      keys[place] = keys[parent];
      instances[place] = instances[parent];
      place = parent;
    }
    keys[place] = key;
    instances[place] = instance;
  }

  /** In the place of the one on top. */
  private void sink(long key, Instance instance) {
    var place = 0;
    while (true) {
      var child = 2 * place + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && isBehind(child + 1, keys[child], instances[child])) {
        child++;
      }
      if (!isBehind(child, key, instance)) {
        break;
      }
      keys[place] = keys[child];
      instances[place] = instances[child];
      place = child;
    }
    keys[place] = key;
    instances[place] = instance;
  }

  /** Whether what lies there comes after the other in the order. */
  private boolean isBehind(int place, long otherKey, Instance other) {
    if (keys[place] != otherKey) {
      return keys[place] > otherKey;
    }
    var one = instances[place];
    return sort.compare(otherKey, sort.name(one), one.id(), otherKey, sort.name(other), other.id())
        > 0;
  }
}
