/** Takes ingest away from a fleet of which some die meanwhile, and looks who is said to be down. */
package dev.fleetpulse.load.fault.outage;
