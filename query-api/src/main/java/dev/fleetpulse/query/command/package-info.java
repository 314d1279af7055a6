/** What people decide, on its way into the log. */
package dev.fleetpulse.query.command;
