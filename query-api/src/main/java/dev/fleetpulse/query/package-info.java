/** The API that answers for the whole fleet: one room per thing that can be asked. */
package dev.fleetpulse.query;
