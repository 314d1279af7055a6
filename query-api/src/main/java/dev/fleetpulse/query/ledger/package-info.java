/** Whether everything that was sent is where it has to be. */
package dev.fleetpulse.query.ledger;
