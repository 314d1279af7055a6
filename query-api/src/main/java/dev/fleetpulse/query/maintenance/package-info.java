/** When somebody works on instances: no alerts then, and no part of the SLA. */
package dev.fleetpulse.query.maintenance;
