/** Alerts: what is wrong, since when, and who takes care of it. */
package dev.fleetpulse.query.alerts;
