/** The same trouble in several apps at once. */
package dev.fleetpulse.streams.topology.patterns;
