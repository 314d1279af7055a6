/** How much of something may come in so much time. */
package dev.fleetpulse.service.limit;
