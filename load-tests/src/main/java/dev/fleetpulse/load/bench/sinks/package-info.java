/** What a sink reaches of the rate at which its store takes the same rows in one piece. */
package dev.fleetpulse.load.bench.sinks;
