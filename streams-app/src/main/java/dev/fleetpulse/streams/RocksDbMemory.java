package dev.fleetpulse.streams;

import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The memory all RocksDB stores of the process share: what was read and what is not yet written
 * count against one bound. Kafka Streams makes its config setters itself, so they find this in the
 * settings.
 */
public final class RocksDbMemory implements AutoCloseable {
  private static final String SETTING = "fleetpulse.rocksdb.memory";

  /** Enough for some ten thousand instances; for more, see docs/architecture.md. */
  public static final int DEFAULT_MB = 32;

  /** Of the whole, what is not yet written may take half, and one store an eighth of that. */
  private static final int SHARE_UNWRITTEN = 2;

  private static final int SHARE_OF_A_BUFFER = 16;

  private final Cache cache;
  private final WriteBufferManager writeBuffers;
  private final long bytes;
  private boolean closed;

  /** Takes as much memory, in MB. */
  public RocksDbMemory(int megabytes) {
    RocksDB.loadLibrary();
    bytes = (long) megabytes << 20;
    cache = new LRUCache(bytes);
    writeBuffers = new WriteBufferManager(bytes / SHARE_UNWRITTEN, cache);
  }

  /** Has Kafka Streams open its stores with this memory. */
  void addTo(Map<String, Object> settings) {
    settings.put(SETTING, this);
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
  }

  static RocksDbMemory from(Map<String, Object> settings) {
    return (RocksDbMemory) settings.get(SETTING);
  }

  /**
   * Has a store that is being opened use it.
   *
   * @throws IllegalStateException if it is given back already: what the native side refers to is
   *     gone then, and using it would end the JVM
   */
  synchronized void lendTo(Options options) {
    if (closed) {
      throw new IllegalStateException("No store is opened any more, the process is stopping");
    }
    var table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(cache);
    // Otherwise indexes and filters live outside the bound.
    table.setCacheIndexAndFilterBlocks(true);
    options
        .setTableFormatConfig(table)
        .setWriteBufferManager(writeBuffers)
        .setWriteBufferSize(bytes / SHARE_OF_A_BUFFER);
  }

  /**
   * Gives it back. Stores that are open keep what they have; a room that was slow to end opens none
   * any more.
   */
  @Override
  public synchronized void close() {
    closed = true;
    writeBuffers.close();
    cache.close();
  }
}
