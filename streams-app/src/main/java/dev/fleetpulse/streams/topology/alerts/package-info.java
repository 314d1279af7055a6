/** Alerts as episodes: what raises them, what ends them, and what people say about them. */
package dev.fleetpulse.streams.topology.alerts;
