/** Every instance as it stands, out of the log and in memory: filtered, sorted and counted here. */
package dev.fleetpulse.query.fleet;
