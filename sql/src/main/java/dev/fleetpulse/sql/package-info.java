/** The tables of both stores, and the one program that brings them up to date. */
package dev.fleetpulse.sql;
