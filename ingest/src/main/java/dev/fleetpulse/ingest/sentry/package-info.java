/** The door for applications that have a Sentry SDK already: its events become our errors. */
package dev.fleetpulse.ingest.sentry;
