/** Kills everything between the reports of errors and the stores, and compares groups and hours. */
package dev.fleetpulse.load.fault.errors;
