package dev.fleetpulse.schemas;

/** The registry answered that it knows no schema of an id: the record can never be read. */
public final class UnknownSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownSchemaException(int id) {
    super("No schema has the id " + id);
  }
}
