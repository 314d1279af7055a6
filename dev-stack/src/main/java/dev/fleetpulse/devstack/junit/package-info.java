/** The real components in a test: {@code @ExtendWith(RealComponents.class)}. */
package dev.fleetpulse.devstack.junit;
