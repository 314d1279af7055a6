/** What many clients of the live stream are told, and how soon. */
package dev.fleetpulse.load.bench.live;
