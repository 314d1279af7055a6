/** Whether everything that was acknowledged, appended and decided is where it has to be. */
package dev.fleetpulse.streams.topology.ledger;
