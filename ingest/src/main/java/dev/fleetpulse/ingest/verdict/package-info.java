/** What a request is answered: stored, or refused with a problem that says why. */
package dev.fleetpulse.ingest.verdict;
