/**
 * Whether instances can reach the fleet's ingest at all: without that, their silence says nothing.
 */
package dev.fleetpulse.ingest.canary;
