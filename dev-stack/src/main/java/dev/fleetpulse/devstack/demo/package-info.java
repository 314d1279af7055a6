/** A synthetic fleet for people without recorded traffic. */
package dev.fleetpulse.devstack.demo;
