/** What becomes of records nobody can use. */
package dev.fleetpulse.streams.deadletter;
