/**
 * What operators decided, in memory: keys out of {@code fleet.control}, and the way to write them
 * there.
 */
package dev.fleetpulse.control;
