package dev.fleetpulse.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;

/** Opens each store within the shared {@link RocksDbMemory}. Made by Kafka Streams. */
public final class BoundedRocksDb implements RocksDBConfigSetter {
  /** Small, because dozens of stores are open at once and most are quiet. */
  private static final long ARENA_BLOCK_BYTES = 128L << 10;

  private static final int WRITE_BUFFERS = 2;

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> settings) {
    var memory = RocksDbMemory.from(settings);
    var table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(memory.cache());
    // Otherwise indexes and filters live outside the bound.
    table.setCacheIndexAndFilterBlocks(true);
    options
        .setTableFormatConfig(table)
        .setWriteBufferManager(memory.writeBuffers())
        .setWriteBufferSize(memory.writeBufferBytes())
        .setArenaBlockSize(ARENA_BLOCK_BYTES)
        .setMaxWriteBufferNumber(WRITE_BUFFERS);
  }

  @Override
  public void close(String storeName, Options options) {
    // What the options refer to is shared, and closed by its owner.
  }
}
