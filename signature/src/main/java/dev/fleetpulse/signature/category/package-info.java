/** What kind of error it is, by rules in a readable file. */
package dev.fleetpulse.signature.category;
