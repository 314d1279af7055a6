/** The errors instances report. */
package dev.fleetpulse.ingest.errors;
