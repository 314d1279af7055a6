/** What broke, where, and since when. */
package dev.fleetpulse.query.errors;
