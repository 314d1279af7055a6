package dev.fleetpulse.load.recording;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * An instance and the app it belongs to, both derived from names in the recording.
 *
 * @param app what the replicas of one service share
 */
record Machine(String instanceId, String app) {
  /** The first ones are named after the sets of error reports, so that those find senders. */
  private static final List<String> APPS =
      List.of(
          "node-ci",
          "apache-jira",
          "defects4j-crash",
          "bugsinpy",
          "syzbot",
          "accounts",
          "catalog",
          "checkout",
          "payments",
          "recommendations",
          "search",
          "shipping");

  private static final int REPORTERS = 8;

  /**
   * A machine of the recorded cluster. Its name is {@code vm_<job>_<task>}; the tasks of a job run
   * the same program, so they are replicas of one app here.
   */
  static Machine ofCluster(String host) {
    var name = host.startsWith("vm_") ? host.substring("vm_".length()) : host;
    var task = name.lastIndexOf('_');
    var job = task > 0 ? name.substring(0, task) : name;
    return new Machine(
        "gcd-" + name.replace('_', '-'), APPS.get(Math.floorMod(hash(job), APPS.size())));
  }

  /** One of the gateways that report the model's usage where no cluster was recorded. */
  static Machine gateway(int number) {
    return new Machine("llm-gateway-" + number, "llm-gateway");
  }

  /** The sender of an error where no machine of its app was recorded. */
  static Machine reporter(String app, String errorId) {
    return new Machine(app + "-" + (1 + Math.floorMod(hash(errorId), REPORTERS)), app);
  }

  /** A number that stays the same over releases of Java and of ours. */
  static long hash(String name) {
    var crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
