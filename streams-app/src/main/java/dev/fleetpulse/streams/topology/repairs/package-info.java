/** Each automatic repair once, out of heartbeats that repeat the last one. */
package dev.fleetpulse.streams.topology.repairs;
