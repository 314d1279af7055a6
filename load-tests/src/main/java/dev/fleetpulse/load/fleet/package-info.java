/** Fleets that are made up: what they send, and when. */
package dev.fleetpulse.load.fleet;
