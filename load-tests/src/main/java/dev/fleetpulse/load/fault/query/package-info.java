/** What becomes of questions while a store is away. */
package dev.fleetpulse.load.fault.query;
