/** From topics into the tables of the stores: poll, batch, write, commit. */
package dev.fleetpulse.streams.sink;
