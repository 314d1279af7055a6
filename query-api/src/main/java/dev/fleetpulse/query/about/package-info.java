/** What this process offers, for programs and for people. */
package dev.fleetpulse.query.about;
