/** Sending a recording: when each request is due, in which order, and what became of it. */
package dev.fleetpulse.load.replay;
