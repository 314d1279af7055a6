/** The records on the topics, the topics themselves, and how both are written. */
package dev.fleetpulse.schemas;
