package dev.fleetpulse.query.fleet;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which instances are asked for, in which order.
 *
 * @param status only those that are shown with it
 * @param app only those of this app
 * @param tags only those that have all of these
 * @param text only those with this text in id, name or app, in any case
 * @param offset how many to leave out, of those after {@code after}
 * @param after only those behind this place
 */
public record FleetQuery(
    Optional<Status> status,
    Optional<String> app,
    Map<String, String> tags,
    Optional<String> text,
    Sort sort,
    int limit,
    int offset,
    Optional<Position> after) {
  public FleetQuery {
    tags = Map.copyOf(tags);
    text = text.map(given -> given.toLowerCase(Locale.ROOT));
  }
}
