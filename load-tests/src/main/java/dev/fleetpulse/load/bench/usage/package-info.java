/** The usage topology against a bare windowed count of the same heartbeats. */
package dev.fleetpulse.load.bench.usage;
