package dev.fleetpulse.query.servers;

import dev.fleetpulse.query.fleet.FleetQuery;
import dev.fleetpulse.query.fleet.Position;
import dev.fleetpulse.query.fleet.Sort;
import dev.fleetpulse.query.fleet.Status;
import dev.fleetpulse.query.request.Cursors;
import dev.fleetpulse.query.request.Page;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.query.request.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which servers are asked for.
 *
 * @param question all of it that decides about content and order of the list, as a text
 * @param isByCursor whether a cursor says where the page begins
 */
record ServersQuery(FleetQuery fleet, String question, boolean isByCursor) {
  private static final int TAGS_MAX = 16;

  private static final List<String> STATUSES =
      List.of("healthy", "degraded", "down", "unknown", "stopped");

  /**
   * Reads all of it.
   *
   * @param pages reads which part is wanted
   */
  static Parsed<ServersQuery> read(
      Parameters parameters, String tenant, Function<Parameters, Page> pages) {
    var status = parameters.choice("status", STATUSES).map(Status::of);
    var app = parameters.text("app");
    var tags = tags(parameters);
    var text = parameters.text("q");
    var sortName = parameters.choice("sort", Sort.ALL.keySet()).orElse("status");
    var page = pages.apply(parameters);
    var cursor = parameters.text("cursor", Cursors.CHARACTERS_MAX);
    var question = List.of(tenant, status, app, new TreeMap<>(tags), text, sortName).toString();
    var after = cursor.flatMap(given -> after(parameters, given, page, question));
    return parameters.parsed(
        () ->
            new ServersQuery(
                new FleetQuery(
                    status,
                    app,
                    tags,
                    text,
                    Sort.ALL.get(sortName),
                    page.limit(),
                    page.offset(),
                    after),
                question,
                cursor.isPresent()));
  }

  private static Optional<Position> after(
      Parameters parameters, String cursor, Page page, String question) {
    if (page.offset() > 0) {
      parameters.wrong("offset", "left out where cursor is given", "given with it");
      return Optional.empty();
    }
    var place = Cursors.read(question, cursor).flatMap(Place::read);
    if (place.isEmpty()) {
      parameters.wrong(
          "cursor",
          "the page.next of an answer to the same status, app, tag, q and sort",
          Text.quoted(cursor));
    }
    return place;
  }

  /** All of them have to fit, so a name that comes twice is a mistake. */
  private static Map<String, String> tags(Parameters parameters) {
    var tags = new TreeMap<String, String>();
    for (var given : parameters.texts("tag", TAGS_MAX)) {
      var colon = given.indexOf(':');
      if (colon < 1) {
        parameters.wrong(
            "tag", "a name and a value with a colon between, such as zone:eu", Text.quoted(given));
      } else if (tags.putIfAbsent(given.substring(0, colon), given.substring(colon + 1)) != null) {
        parameters.wrong("tag", "given once for each name", Text.quoted(given));
      }
    }
    return tags;
  }
}
