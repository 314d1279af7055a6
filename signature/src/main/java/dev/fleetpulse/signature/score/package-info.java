/** How well signatures tell bugs apart, measured on reports whose true groups are known. */
package dev.fleetpulse.signature.score;
