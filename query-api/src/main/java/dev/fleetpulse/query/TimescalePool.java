package dev.fleetpulse.query;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** How the query API connects to TimescaleDB: few connections, nothing without a limit. */
final class TimescalePool {
  private static final int CONNECTIONS_MAX = 8;
  private static final Duration WAIT_MAX = Duration.ofSeconds(3);

  /** Shorter than the role's own limit, so that a request ends with our answer. */
  private static final Duration STATEMENT_MAX = Duration.ofSeconds(8);

  private TimescalePool() {}

  /** Connects to nothing yet: a store that is away makes the process unready, not dead. */
  static HikariDataSource of(QueryConfig.StoreLogin login, MeterRegistry meters) {
    var config = new HikariConfig();
    config.setPoolName("timescale");
    config.setJdbcUrl(login.url());
    config.setUsername(login.user());
    config.setPassword(login.password());
    config.setReadOnly(true);
    config.setMaximumPoolSize(CONNECTIONS_MAX);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(WAIT_MAX.toMillis());
    config.setInitializationFailTimeout(-1);
    config.setMetricRegistry(meters);
    config.addDataSourceProperty("ApplicationName", "fleetpulse-query-api");
    config.addDataSourceProperty("connectTimeout", WAIT_MAX.toSeconds());
    config.addDataSourceProperty("socketTimeout", STATEMENT_MAX.plusSeconds(4).toSeconds());
    config.addDataSourceProperty("options", "-c statement_timeout=" + STATEMENT_MAX.toMillis());
    return new HikariDataSource(config);
  }
}
