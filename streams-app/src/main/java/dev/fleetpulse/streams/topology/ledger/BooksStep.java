package dev.fleetpulse.streams.topology.ledger;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.LedgerHour;
import java.util.Optional;

/** How the books of an hour stand now, and the alert that begins or ends with it, if any. */
record BooksStep(LedgerHour row, Optional<AlertEvent> alert) {}
