/**
 * Kills everything between the log and the stores, and compares what the stores have at the end.
 */
package dev.fleetpulse.load.fault.usage;
