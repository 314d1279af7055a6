package dev.fleetpulse.load.recording;

import java.nio.file.Path;

/** What a recorded file holds, told by its first line so that files may have any name. */
enum Format {
  /** CPU and memory of a cluster's machines. */
  MACHINES,
  /** Requests to a language model with their tokens. */
  USAGE,
  /** Error reports with their stack traces, the file named after the set. */
  REPORTS,
  /** The order in which the reports of several sets happened. */
  REPORT_ORDER,
  /** Requests of our own protocol. */
  PROTOCOL;

  static Format of(Path file) {
    var first = JsonLines.first(file);
    if (first.has("body")) {
      return PROTOCOL;
    }
    if (first.has("host") && first.has("cpu")) {
      return MACHINES;
    }
    if (first.has("service") && first.has("input_tokens")) {
      return USAGE;
    }
    if (first.has("dataset") && first.has("id")) {
      return REPORT_ORDER;
    }
    if (first.has("stack") && first.has("id")) {
      return REPORTS;
    }
    throw first.refused(
        "neither a series of machines, model requests or error reports nor a recording of"
            + " heartbeats and errors, so it can't be replayed");
  }
}
