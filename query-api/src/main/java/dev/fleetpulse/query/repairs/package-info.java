/** What was repaired automatically on a server. */
package dev.fleetpulse.query.repairs;
