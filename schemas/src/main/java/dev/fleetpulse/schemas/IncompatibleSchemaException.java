package dev.fleetpulse.schemas;

/** The registry refused a schema: the subject's earlier ones don't allow the change. */
public final class IncompatibleSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IncompatibleSchemaException(String subject, String answer) {
    super("The registry refused a schema of " + subject + ": " + answer);
  }
}
