/** A store goes away under load and comes back: nothing may be lost, nobody else may wait. */
package dev.fleetpulse.load.fault.stores;
