package dev.fleetpulse.query.audit;

/** Nobody could take down what was about to be done, so it was not done. */
public final class AuditUnwrittenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AuditUnwrittenException(String reason) {
    super(reason);
  }
}
