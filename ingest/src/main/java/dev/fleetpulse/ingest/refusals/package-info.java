/** What was refused, counted for the loss ledger: it leaves no other record. */
package dev.fleetpulse.ingest.refusals;
