/** Reading from the two stores: TimescaleDB has to answer, ClickHouse may be away. */
package dev.fleetpulse.query.store;
