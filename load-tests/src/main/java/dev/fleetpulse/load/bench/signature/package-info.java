/** How fast errors are signed, beside a plain rule of regular expressions. */
package dev.fleetpulse.load.bench.signature;
