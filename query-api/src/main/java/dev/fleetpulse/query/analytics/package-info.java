/** The whole fleet in figures. */
package dev.fleetpulse.query.analytics;
