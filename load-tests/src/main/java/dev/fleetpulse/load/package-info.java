/** Replays recorded traffic against a running Fleetpulse and checks what comes of it. */
package dev.fleetpulse.load;
