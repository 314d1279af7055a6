package dev.fleetpulse.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** PostgreSQL refuses to run as root; this is how root starts it all the same. */
final class Privileges {
  /** The user and group called nobody, which own no file of the system. */
  private static final int NOBODY = 65534;

  private Privileges() {}

  /**
   * What comes before a command so that it does not run as root: nothing for an ordinary user.
   *
   * <p>A user namespace is best, as its files stay root's own. Where the kernel allows none, the
   * user changes; the process may then still pass and read root's folders, because that is where
   * the programs and the data are.
   */
  static List<String> dropped() {
    if (!isRoot()) {
      return List.of();
    }
    if (mayHaveUserNamespace()) {
      return List.of("unshare", "--user");
    }
    return List.of(
        "setpriv",
        "--reuid=" + NOBODY,
        "--regid=" + NOBODY,
        "--clear-groups",
        // Without this, the kernel answers the question "may I?" for the user without the
        // capability.
        "--securebits=+no_setuid_fixup",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
        "--");
  }

  /** Creates a folder that belongs to the user {@link #dropped} changes to. */
  static void createFolder(Path folder, List<String> dropped) throws IOException {
    Files.createDirectories(folder);
    if (!dropped.isEmpty() && dropped.getFirst().equals("setpriv")) {
      Files.setAttribute(folder, "unix:uid", NOBODY);
      Files.setAttribute(folder, "unix:gid", NOBODY);
    }
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean mayHaveUserNamespace() {
    try {
      return new ProcessBuilder("unshare", "--user", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
