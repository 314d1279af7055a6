/** What the rooms that decide have made of each record of the log, counted for the ledger. */
package dev.fleetpulse.streams.topology.verdicts;
