package dev.fleetpulse.query.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** TimescaleDB has not answered; the message says what was asked of it. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What to do about it. */
  public enum Kind {
    /** It can't be reached, or all connections are taken: the same question may be asked again. */
    UNREACHABLE,
    /** It does as much as it may already: the same question may be asked again. */
    BUSY,
    /** It took too long: a smaller question may do. */
    TOO_SLOW,
    /** It refused the question, which is a mistake of ours. */
    REFUSED
  }

  StoreException(String message, SQLException cause) {
    super(message, cause);
    this.kind = kind(cause);
  }

  private StoreException(String message, Kind kind) {
    super(message);
    this.kind = kind;
  }

  static StoreException busy(String message) {
    return new StoreException(message, Kind.BUSY);
  }

  /** What to do about it. */
  public Kind kind() {
    return kind;
  }

  private static Kind kind(SQLException cause) {
    var state = cause.getSQLState() == null ? "" : cause.getSQLState();
    if (state.equals("57014")) {
      return Kind.TOO_SLOW;
    }
    // Connection exceptions, too little of something, shutting down or starting.
    var unreachable = state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
    return unreachable || cause instanceof SQLTransientConnectionException
        ? Kind.UNREACHABLE
        : Kind.REFUSED;
  }
}
