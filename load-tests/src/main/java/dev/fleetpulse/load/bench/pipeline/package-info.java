/** What the whole way costs, from HTTP to the rows of both stores. */
package dev.fleetpulse.load.bench.pipeline;
