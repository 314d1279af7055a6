/** The heartbeats of instances. */
package dev.fleetpulse.ingest.heartbeat;
