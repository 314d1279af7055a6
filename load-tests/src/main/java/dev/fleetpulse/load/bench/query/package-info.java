/** What the query API costs beside the same questions asked of the stores by bare clients. */
package dev.fleetpulse.load.bench.query;
