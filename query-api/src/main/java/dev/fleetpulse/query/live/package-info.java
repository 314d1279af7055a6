/** What happens, told as it happens: over WebSocket and as server-sent events. */
package dev.fleetpulse.query.live;
