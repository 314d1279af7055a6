package dev.fleetpulse.streams;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.WrappedStateStore;

/**
 * A store that keeps its newest entries as objects: one that changes with each record is read and
 * written once per commit, and not each time. Also what is not there is known without asking again.
 *
 * <p>Kafka Streams' own cache keeps bytes. This one takes its place, so it is built upon the same
 * inner interface: what has changed is written when the caches of a task are flushed, which is
 * before its transaction ends. Where that fails the task begins anew, and so does the store.
 *
 * <p>What was got may be changed in place, if it is put then, and by nobody else.
 *
 * @param <K> with equals and hash code
 */
public final class DecodedStore<K, V> extends WrappedStateStore<KeyValueStore<K, V>, K, V>
    implements KeyValueStore<K, V> {
  private final int entriesMax;
  private final Map<K, Entry<V>> entries = new LinkedHashMap<>();

  private static final class Entry<V> {
    private V value;
    private boolean isDirty;

    /** From the start: what was put just now must stay, as it may still be changed in place. */
    private boolean isUsed = true;

    private Entry(V value) {
      this.value = value;
    }
  }

  private DecodedStore(KeyValueStore<K, V> store, int entriesMax) {
    super(store);
    this.entriesMax = entriesMax;
  }

  /**
   * Builds it over a store without a cache of its own.
   *
   * @param entriesMax are kept as objects, for each task
   */
  public static <K, V> StoreBuilder<KeyValueStore<K, V>> over(
      StoreBuilder<KeyValueStore<K, V>> stored, int entriesMax) {
    return new Builder<>(stored, entriesMax);
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    entries.clear();
    super.init(context, root);
  }

  @Override
  public V get(K key) {
    var known = entries.get(Objects.requireNonNull(key));
    if (known != null) {
      known.isUsed = true;
      return known.value;
    }
    var read = wrapped().get(key);
    entries.put(key, new Entry<>(read));
    makeRoom();
    return read;
  }

  @Override
  public void put(K key, V value) {
    var known = entries.get(Objects.requireNonNull(key));
    if (known == null) {
      known = new Entry<>(value);
      entries.put(key, known);
    }
    known.value = value;
    known.isDirty = true;
    known.isUsed = true;
    makeRoom();
  }

  @Override
  public V putIfAbsent(K key, V value) {
    var before = get(key);
    if (before == null) {
      put(key, value);
    }
    return before;
  }

  @Override
  public void putAll(List<KeyValue<K, V>> all) {
    all.forEach(entry -> put(entry.key, entry.value));
  }

  @Override
  public V delete(K key) {
    var before = get(key);
    put(key, null);
    return before;
  }

  @Override
  public KeyValueIterator<K, V> range(K from, K to) {
    flushCache();
    return wrapped().range(from, to);
  }

  @Override
  public KeyValueIterator<K, V> all() {
    flushCache();
    return wrapped().all();
  }

  @Override
  public long approximateNumEntries() {
    return wrapped().approximateNumEntries();
  }

  @Override
  public void flushCache() {
    entries.forEach(this::write);
    super.flushCache();
  }

  @Override
  public void clearCache() {
    entries.clear();
    super.clearCache();
  }

  @Override
  public void close() {
    entries.clear();
    super.close();
  }

  /**
   * The eldest goes, unless it was used since it was looked at last: keeping them in the order of
   * their use would change what has long been in memory with each record, which costs the garbage
   * collector more than the record itself.
   */
  private void makeRoom() {
    while (entries.size() > entriesMax) {
      var eldest = entries.entrySet().iterator().next();
      var key = eldest.getKey();
      var entry = eldest.getValue();
      entries.remove(key);
      if (entry.isUsed) {
        entry.isUsed = false;
        entries.put(key, entry);
      } else {
        write(key, entry);
      }
    }
  }

  private void write(K key, Entry<V> entry) {
    if (entry.isDirty) {
      wrapped().put(key, entry.value);
      entry.isDirty = false;
    }
  }

  /** Builds one for each task. */
  private record Builder<K, V>(StoreBuilder<KeyValueStore<K, V>> stored, int entriesMax)
      implements StoreBuilder<KeyValueStore<K, V>> {
    @Override
    public KeyValueStore<K, V> build() {
      return new DecodedStore<>(stored.build(), entriesMax);
    }

    @Override
    public StoreBuilder<KeyValueStore<K, V>> withCachingEnabled() {
      throw new UnsupportedOperationException("It is a cache itself");
    }

    @Override
    public StoreBuilder<KeyValueStore<K, V>> withCachingDisabled() {
      return this;
    }

    @Override
    public StoreBuilder<KeyValueStore<K, V>> withLoggingEnabled(Map<String, String> config) {
      return new Builder<>(stored.withLoggingEnabled(config), entriesMax);
    }

    @Override
    public StoreBuilder<KeyValueStore<K, V>> withLoggingDisabled() {
      return new Builder<>(stored.withLoggingDisabled(), entriesMax);
    }

    @Override
    public Map<String, String> logConfig() {
      return stored.logConfig();
    }

    @Override
    public boolean loggingEnabled() {
      return stored.loggingEnabled();
    }

    @Override
    public String name() {
      return stored.name();
    }
  }
}
