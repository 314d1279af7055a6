/** The front door: HTTP requests in, acknowledged Kafka records out. */
package dev.fleetpulse.ingest;
