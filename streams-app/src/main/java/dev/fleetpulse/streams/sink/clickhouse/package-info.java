/** The tables in ClickHouse: raw history and whole-fleet analytics. */
package dev.fleetpulse.streams.sink.clickhouse;
