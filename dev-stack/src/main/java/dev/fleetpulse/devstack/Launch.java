package dev.fleetpulse.devstack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a child process is started.
 *
 * @param name for messages
 * @param privileges what comes before everything else, see {@link Privileges}; empty for none
 * @param command the program and its arguments
 * @param environment added to this process's own, from which Fleetpulse's settings are left out:
 *     they are meant for this process, and a child refuses settings it does not know
 * @param signalOfParentDeath what the kernel sends it when this process ends, for example {@code
 *     KILL}
 * @param log receives all its output
 */
record Launch(
    String name,
    List<String> privileges,
    List<String> command,
    Map<String, String> environment,
    String signalOfParentDeath,
    Path log) {
  Launch {
    privileges = List.copyOf(privileges);
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
