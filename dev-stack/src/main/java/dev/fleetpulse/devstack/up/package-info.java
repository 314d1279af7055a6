/** {@code ./fleetpulse up}: everything on one machine, from one terminal. */
package dev.fleetpulse.devstack.up;
