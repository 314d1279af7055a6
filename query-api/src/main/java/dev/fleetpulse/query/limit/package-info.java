/** How much one key may ask for, so that nobody's questions keep another's from being answered. */
package dev.fleetpulse.query.limit;
