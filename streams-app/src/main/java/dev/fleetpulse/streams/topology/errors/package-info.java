/** Errors grouped by what they have in common, and counted. */
package dev.fleetpulse.streams.topology.errors;
