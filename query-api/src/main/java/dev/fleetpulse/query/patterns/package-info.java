/** The same trouble in several apps at once. */
package dev.fleetpulse.query.patterns;
