package dev.fleetpulse.schemas;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;

/** Ids of this JVM alone: for topologies under the test driver, whose bytes never leave it. */
public final class InMemorySchemas implements Schemas {
  private final List<Schema> known = new CopyOnWriteArrayList<>();

  @Override
  public synchronized int register(String subject, Schema schema) {
    var index = known.indexOf(schema);
    if (index < 0) {
      known.add(schema);
      index = known.size() - 1;
    }
    return index + 1;
  }

  @Override
  public Schema byId(int id) {
    if (id < 1 || id > known.size()) {
      throw new UnknownSchemaException(id);
    }
    return known.get(id - 1);
  }
}
