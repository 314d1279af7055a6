package dev.fleetpulse.query.store;

import com.clickhouse.client.api.ServerException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** A store has not answered; the message says what was asked of it. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** ClickHouse's TIMEOUT_EXCEEDED, MEMORY_LIMIT_EXCEEDED, TOO_MANY_ROWS, TOO_SLOW. */
  private static final Set<Integer> CLICKHOUSE_TOO_SLOW = Set.of(159, 160, 241, 158);

  /** TOO_MANY_SIMULTANEOUS_QUERIES. */
  private static final int CLICKHOUSE_BUSY = 202;

  private final Store store;
  private final Kind kind;

  /** What to do about it. */
  public enum Kind {
    /** It can't be reached: the same question may be asked again. */
    UNREACHABLE,
    /** It does as much as it may already: the same question may be asked again. */
    BUSY,
    /** It took too long: a smaller question may do. */
    TOO_SLOW,
    /** It refused the question, which is a mistake of ours. */
    REFUSED
  }

  private StoreException(Store store, Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.store = store;
    this.kind = kind;
  }

  StoreException(String message, SQLException cause) {
    this(Store.TIMESCALE, kind(cause), message, cause);
  }

  /** What ClickHouse's client threw. */
  static StoreException ofClickHouse(String message, RuntimeException cause) {
    var kind =
        cause instanceof ServerException refusal ? kind(refusal.getCode()) : Kind.UNREACHABLE;
    return new StoreException(Store.CLICKHOUSE, kind, message, cause);
  }

  static StoreException busy(Store store, String message) {
    return new StoreException(store, Kind.BUSY, message, null);
  }

  /** Nobody was asked, because the store has not answered for some time. */
  static StoreException away(Store store, String message) {
    return new StoreException(store, Kind.UNREACHABLE, message, null);
  }

  /** The answer would be longer than anybody can use. */
  public static StoreException tooLong(Store store, String message) {
    return new StoreException(store, Kind.TOO_SLOW, message, null);
  }

  /** Who did not answer. */
  public Store store() {
    return store;
  }

  /** What to do about it. */
  public Kind kind() {
    return kind;
  }

  private static Kind kind(int clickHouseCode) {
    if (CLICKHOUSE_TOO_SLOW.contains(clickHouseCode)) {
      return Kind.TOO_SLOW;
    }
    return clickHouseCode == CLICKHOUSE_BUSY ? Kind.BUSY : Kind.REFUSED;
  }

  private static Kind kind(SQLException cause) {
    var state = cause.getSQLState() == null ? "" : cause.getSQLState();
    if (state.equals("57014")) {
      return Kind.TOO_SLOW;
    }
    // Connection exceptions, too little of something, shutting down or starting.
    if (state.startsWith("08") || state.startsWith("53") || state.startsWith("57P")) {
      return Kind.UNREACHABLE;
    }
    if (cause instanceof SQLTransientConnectionException) {
      // Behind a store that is away the pool puts why; where all connections are taken, nothing.
      return cause.getCause() == null ? Kind.BUSY : Kind.UNREACHABLE;
    }
    return Kind.REFUSED;
  }
}
