/** Breaks parts of a running ingest on purpose and counts what is left. */
package dev.fleetpulse.load.fault;
