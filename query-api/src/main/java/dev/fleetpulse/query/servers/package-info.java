/** What is up, what is down, and how we know. */
package dev.fleetpulse.query.servers;
