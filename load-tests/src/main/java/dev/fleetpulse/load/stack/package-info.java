/** Processes of one run: what fault tests and benchmarks start for themselves. */
package dev.fleetpulse.load.stack;
