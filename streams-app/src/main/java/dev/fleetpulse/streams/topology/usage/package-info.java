/** Usage per instance and hour, exact whatever order the heartbeats come in. */
package dev.fleetpulse.streams.topology.usage;
