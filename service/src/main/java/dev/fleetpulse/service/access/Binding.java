package dev.fleetpulse.service.access;

/** For whom within its tenant a key may send. */
public sealed interface Binding {
  /** For every instance of the tenant. */
  record Tenant() implements Binding {}

  /** For the instances of one app. */
  record App(String app) implements Binding {}

  /** For one instance. */
  record Instance(String instanceId) implements Binding {}
}
