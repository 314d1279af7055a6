/** What people decide about groups of errors, on its way to whoever keeps them. */
package dev.fleetpulse.query.errors.decide;
