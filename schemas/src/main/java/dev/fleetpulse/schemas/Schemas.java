package dev.fleetpulse.schemas;

import org.apache.avro.Schema;

/** Where Avro schemas get their ids: a registry, or a JVM's own memory. */
public interface Schemas {
  /**
   * The id of a schema under a subject, registering it where it is new.
   *
   * @throws RegistryUnavailableException if the registry can't be reached
   * @throws IncompatibleSchemaException if the subject's earlier schemas don't allow it
   */
  int register(String subject, Schema schema);

  /**
   * The schema of an id.
   *
   * @throws UnknownSchemaException if there is none
   * @throws RegistryUnavailableException if the registry can't be reached
   */
  Schema byId(int id);
}
