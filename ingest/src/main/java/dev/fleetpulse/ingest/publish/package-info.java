/** Records onto Kafka, and the ticks that say an ingest process is alive. */
package dev.fleetpulse.ingest.publish;
