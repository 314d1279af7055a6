/** Lists as a file of values, beside JSON: which of them a client wants, and how rows get there. */
package dev.fleetpulse.query.csv;
