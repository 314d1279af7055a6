package dev.fleetpulse.query.servers;

import dev.fleetpulse.query.request.Page;
import java.util.List;

/**
 * One page of servers.
 *
 * @param total how many there are on all pages
 */
record ServerList(List<Server> servers, long total, Page page) {}
