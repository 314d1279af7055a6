package dev.fleetpulse.query.servers;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;

/**
 * One page of servers.
 *
 * @param total how many there are on all pages
 */
record ServerList(List<Server> servers, long total, Part page) {
  /**
   * Which page that is.
   *
   * @param offset how many were left out before; absent where a cursor says that
   * @param next the cursor of the page after this one; null where this is the last
   */
  record Part(int limit, @JsonInclude(Include.NON_NULL) Integer offset, String next) {}
}
