/** Topologies against a bare windowed count of the same records. */
package dev.fleetpulse.load.bench.topology;
