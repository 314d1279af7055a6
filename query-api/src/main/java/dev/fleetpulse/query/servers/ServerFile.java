package dev.fleetpulse.query.servers;

import dev.fleetpulse.query.csv.CsvTable;

/** Servers as rows of a file. */
final class ServerFile {
  static final CsvTable<Server> TABLE =
      new CsvTable<Server>()
          .text("id", Server::id)
          .text("name", Server::name)
          .text("app", Server::app)
          .text("status", Server::status)
          .text("reason", Server::reason)
          .time("statusSince", Server::statusSince)
          .time("lastHeartbeat", Server::lastHeartbeat)
          .text("version", Server::version)
          .number("uptimeSeconds", Server::uptimeSeconds)
          .number("memoryMB", Server::memoryMB)
          .number("cpuPercent", Server::cpuPercent)
          .number("routesTotal", server -> server.routes().total())
          .number("routesUnhealthy", server -> server.routes().unhealthy())
          .text("slowestPath", server -> server.routes().slowestPath())
          .number("slowestAvgMs", server -> server.routes().slowestAvgMs())
          .time("lastRepair", Server::lastRepair)
          .number("cost", Server::cost);

  private ServerFile() {}
}
