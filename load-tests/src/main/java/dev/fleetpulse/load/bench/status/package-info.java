/** What a tick costs, whatever the fleet's size, and what happens when all of it expires. */
package dev.fleetpulse.load.bench.status;
