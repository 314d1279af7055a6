package dev.fleetpulse.devstack.up;

import java.nio.file.Path;

/**
 * The folder in which one stack keeps everything of its own.
 *
 * @param root {@code .fleetpulse} in the repository, unless {@code --data} says otherwise
 */
record Home(Path root) {
  Path data(String part) {
    return root.resolve("data").resolve(part);
  }

  Path log(String part) {
    return root.resolve("logs").resolve(part + ".log");
  }

  Path secrets() {
    return root.resolve("secrets");
  }

  /** Says which stack runs here, for the other commands. */
  Path runFile() {
    return root.resolve("run.json");
  }

  Path lockFile() {
    return root.resolve("lock");
  }
}
