package dev.fleetpulse.streams.topology.patterns;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.Pattern;
import java.util.List;

/** What leaves a pattern at once. */
record PatternStep(Pattern pattern, List<AlertEvent> events) {}
