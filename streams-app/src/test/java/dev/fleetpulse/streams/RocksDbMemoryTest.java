package dev.fleetpulse.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;

final class RocksDbMemoryTest {
  @Test
  void aStoreThatIsOpenedTooLateIsRefusedAndDoesNotEndTheJvm() {
    var settings = new HashMap<String, Object>();
    var memory = new RocksDbMemory(RocksDbMemory.DEFAULT_MB);
    memory.addTo(settings);
    var setter = new BoundedRocksDb();
    try (var inTime = tableOptions();
        var tooLate = tableOptions()) {
      setter.setConfig("in time", inTime, settings);
      assertThat(inTime.writeBufferSize()).isEqualTo(2L << 20);

      memory.close();

      assertThatThrownBy(() -> setter.setConfig("too late", tooLate, settings))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("stopping");
    }
  }

  private static Options tableOptions() {
    var options = new Options();
    options.setTableFormatConfig(new BlockBasedTableConfig());
    return options;
  }
}
