/** The tables in TimescaleDB: recent and rolled-up figures, read by the API and Grafana. */
package dev.fleetpulse.streams.sink.timescale;
