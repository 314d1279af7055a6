/** Registering instances, each with a key of its own. */
package dev.fleetpulse.query.instances;
