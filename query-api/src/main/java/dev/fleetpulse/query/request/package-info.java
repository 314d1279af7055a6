/** What a request asks for, who asks, and what it is told when it can't be answered. */
package dev.fleetpulse.query.request;
