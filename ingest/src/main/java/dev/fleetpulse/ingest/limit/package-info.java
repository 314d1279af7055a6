/** How much of what may come in: per instance, per tenant, and the pace of batches. */
package dev.fleetpulse.ingest.limit;
