/** Many reports in one request: told apart, judged and published one by one, answered together. */
package dev.fleetpulse.ingest.batch;
