/** Who did what that not everybody may do. */
package dev.fleetpulse.query.audit;
