/** From a request's bytes to checked fields: keys, size limits, JSON, types. */
package dev.fleetpulse.ingest.request;
