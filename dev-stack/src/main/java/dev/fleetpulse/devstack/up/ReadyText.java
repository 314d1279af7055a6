package dev.fleetpulse.devstack.up;

/** What stands on the terminal once everything runs: where things are, and how to try them. */
final class ReadyText {
  private ReadyText() {}

  static String of(
      String seconds, PortPlan ports, Addresses addresses, DemoKey key, Home home, int demo) {
    var ingest = "http://127.0.0.1:" + ports.ingest();
    var queryApi = "http://127.0.0.1:" + ports.queryApi();
    return """

        READY after %s%s

          ingest      %s/api/v1     POST /heartbeat, /errors
          query API   %s/api/v1     GET /servers, /analytics, /errors
          health      http://127.0.0.1:%d/readyz, :%d and :%d, each with /metrics
          Kafka       %s
          registry    %s
          PostgreSQL  %s     ./fleetpulse psql
          ClickHouse  %s     ./fleetpulse clickhouse "SELECT 1"
          logs        %s     ./fleetpulse logs -f
          demo key    %s

        Try it:
          curl -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' \\
            -d "{\\"instanceId\\":\\"my-first\\",\\"timestamp\\":$(date +%%s)000,\\"server\\":{\\"name\\":\\"my-api\\",\\"status\\":\\"healthy\\"}}" \\
            %s/api/v1/heartbeat
          curl -H 'Authorization: Bearer %s' %s/api/v1/servers

        Ctrl-C stops everything; the data stays.
        """
        .formatted(
            seconds,
            demo == 0 ? "" : ", with a demo fleet of " + demo,
            ingest,
            queryApi,
            ports.ingestManagement(),
            ports.queryApiManagement(),
            ports.streamsManagement(),
            addresses.kafka(),
            addresses.registryUrl(),
            addresses.timescale().jdbcUrl().replaceFirst("^jdbc:", ""),
            addresses.clickhouse().url(),
            home.log("*").getParent(),
            key.text(),
            key.text(),
            ingest,
            key.text(),
            queryApi);
  }
}
