/** What the stores hold, counted for the ledger. */
package dev.fleetpulse.streams.census;
