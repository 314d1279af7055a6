/** The ingest endpoint against an empty one that only reads the same body. */
package dev.fleetpulse.load.bench.ingest;
