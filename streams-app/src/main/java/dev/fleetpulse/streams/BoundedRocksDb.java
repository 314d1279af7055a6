package dev.fleetpulse.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/** Opens each store within the shared {@link RocksDbMemory}. Made by Kafka Streams. */
public final class BoundedRocksDb implements RocksDBConfigSetter {
  /** Small, because dozens of stores are open at once and most are quiet. */
  private static final long ARENA_BLOCK_BYTES = 128L << 10;

  private static final int WRITE_BUFFERS = 2;

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> settings) {
    RocksDbMemory.from(settings).lendTo(options);
    options.setArenaBlockSize(ARENA_BLOCK_BYTES).setMaxWriteBufferNumber(WRITE_BUFFERS);
  }

  @Override
  public void close(String storeName, Options options) {
    // What the options refer to is shared, and closed by its owner.
  }
}
