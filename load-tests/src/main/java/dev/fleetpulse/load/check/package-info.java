/** Whether the query API says of a replayed recording what the recording holds. */
package dev.fleetpulse.load.check;
