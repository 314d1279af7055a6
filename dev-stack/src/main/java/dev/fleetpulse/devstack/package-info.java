/**
 * The real components as they run on a developer's machine, without containers: for {@code
 * ./fleetpulse up} and for tests.
 */
package dev.fleetpulse.devstack;
