package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorReport;

/** Error reports for tests. */
final class Reports {
  static final String STACK =
      """
      TypeError: Cannot read properties of undefined (reading 'id')
          at findUser (/srv/app-7f3a/releases/20260401/src/users.js:10:15)
          at handle (/srv/app-7f3a/releases/20260401/src/server.js:120:3)
          at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
      """;

  private Reports() {}

  static ErrorReport.Builder report(String instanceId, long timestampMs) {
    return ErrorReport.newBuilder()
        .setTenant("acme")
        .setInstanceId(instanceId)
        .setApp("shop")
        .setTimestampMs(timestampMs)
        .setType("TypeError")
        .setMessage("Cannot read properties of undefined (reading 'id')")
        .setStack(STACK)
        .setIngestor("ingest-1")
        .setIncarnation("start-1");
  }
}
