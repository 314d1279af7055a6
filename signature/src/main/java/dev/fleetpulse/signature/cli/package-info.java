/** {@code ./fleetpulse signatures}: signatures of a file of errors, explained or scored. */
package dev.fleetpulse.signature.cli;
