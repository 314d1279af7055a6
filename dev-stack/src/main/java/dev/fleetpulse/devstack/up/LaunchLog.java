package dev.fleetpulse.devstack.up;

import dev.fleetpulse.devstack.LogFile;
import java.io.IOException;

/**
 * Where this process writes: our own lines on the terminal; everything, the broker's lines above
 * all, in a file. Must come before the first line is written.
 */
final class LaunchLog {
  private static final String CONFIGURATION = "dev/fleetpulse/devstack/up/logback-up.xml";

  private LaunchLog() {}

  static void open(Home home) throws IOException {
    var file = home.log("kafka");
    LogFile.begin(file);
    System.setProperty("fleetpulse.log", file.toString());
    System.setProperty("logback.configurationFile", CONFIGURATION);
  }
}
