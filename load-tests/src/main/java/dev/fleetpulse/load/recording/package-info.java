/** Recorded traffic, read as one stream of requests of our protocol in the order of time. */
package dev.fleetpulse.load.recording;
