/** Benchmarks: what a part of Fleetpulse reaches of the raw limit under it, in one run. */
package dev.fleetpulse.load.bench;
