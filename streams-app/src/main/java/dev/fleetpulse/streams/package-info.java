/** The process that computes: topologies from topic to topic, and sinks from topic to store. */
package dev.fleetpulse.streams;
