/** Keys: making, listing, rotating and revoking them. */
package dev.fleetpulse.query.keys;
