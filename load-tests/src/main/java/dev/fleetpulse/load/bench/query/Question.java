package dev.fleetpulse.load.bench.query;

import java.net.http.HttpRequest;
import java.util.List;

/**
 * What is asked of both sides.
 *
 * @param path of the API with its query
 * @param goal for the ratio of ours to theirs
 * @param statements what a bare client sends to TimescaleDB for it
 * @param requests what it sends to ClickHouse
 */
record Question(
    String name, String path, double goal, List<String> statements, List<HttpRequest> requests) {

  /** One whose other side is what the API itself sends to the stores, still to be found out. */
  static Question passedOn(String name, String path, double goal) {
    return new Question(name, path, goal, List.of(), List.of());
  }

  Question sending(List<String> sql, List<HttpRequest> history) {
    return new Question(name, path, goal, sql, history);
  }
}
