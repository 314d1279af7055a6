/** {@code ./fleetpulse key}: keys from the command line, the first one above all. */
package dev.fleetpulse.control.cli;
