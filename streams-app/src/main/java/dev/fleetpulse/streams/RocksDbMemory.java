package dev.fleetpulse.streams;

import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The memory all RocksDB stores of the process share: what was read and what is not yet written
 * count against one bound. Kafka Streams makes its config setters itself, so they find this in the
 * settings.
 */
public final class RocksDbMemory implements AutoCloseable {
  private static final String SETTING = "fleetpulse.rocksdb.memory";
  private static final long BYTES = 32L << 20;
  private static final long UNWRITTEN_BYTES = 16L << 20;

  private final Cache cache;
  private final WriteBufferManager writeBuffers;

  /** Takes the memory. */
  public RocksDbMemory() {
    RocksDB.loadLibrary();
    cache = new LRUCache(BYTES);
    writeBuffers = new WriteBufferManager(UNWRITTEN_BYTES, cache);
  }

  /** Has Kafka Streams open its stores with this memory. */
  void addTo(Map<String, Object> settings) {
    settings.put(SETTING, this);
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
  }

  static RocksDbMemory from(Map<String, Object> settings) {
    return (RocksDbMemory) settings.get(SETTING);
  }

  Cache cache() {
    return cache;
  }

  WriteBufferManager writeBuffers() {
    return writeBuffers;
  }

  /** Call after the last store has been closed. */
  @Override
  public void close() {
    writeBuffers.close();
    cache.close();
  }
}
