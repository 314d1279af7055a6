/** Why an error has the signature it has. */
package dev.fleetpulse.query.errors.explain;
