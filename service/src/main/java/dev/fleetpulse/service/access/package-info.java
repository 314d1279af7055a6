/** Who may do what. */
package dev.fleetpulse.service.access;
