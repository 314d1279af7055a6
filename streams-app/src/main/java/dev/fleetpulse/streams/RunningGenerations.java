package dev.fleetpulse.streams;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;

/** Which generations of a room the broker knows. */
final class RunningGenerations {
  private static final long TIMEOUT_SECONDS = 30;

  private final Admin admin;

  /** Asks through the given client, which stays the caller's. */
  RunningGenerations(Admin admin) {
    this.admin = admin;
  }

  /**
   * The generation in which a room goes on: the one that is configured, or a later one that was
   * begun by a rebuild. An earlier one could only write what the stores refuse.
   *
   * @throws IllegalStateException if the broker does not say which there are
   */
  Generation latest(String room, Generation configured) throws InterruptedException {
    var application = Pattern.compile(Pattern.quote(Room.PREFIX + room) + "-g([1-9][0-9]{0,4})");
    try {
      var groups = admin.listGroups().all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      var latest =
          groups.stream()
              .map(GroupListing::groupId)
              .map(application::matcher)
              .filter(matcher -> matcher.matches())
              .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
              .filter(number -> number <= Generation.MAX)
              .max();
      return new Generation(Math.max(configured.number(), latest.orElse(0)));
    } catch (ExecutionException e) {
      throw new IllegalStateException("Can't list the groups of the broker", e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("Can't list the groups of the broker in time", e);
    }
  }
}
