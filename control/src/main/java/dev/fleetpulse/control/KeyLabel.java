package dev.fleetpulse.control;

import java.time.Instant;
import java.util.Optional;

/**
 * What is told of a key to people; nothing of it says what the key allows.
 *
 * @param name what or whom it is for
 * @param createdBy who made it, and how
 * @param expiresAt from when on it is no longer valid, where that was said when it was made
 */
public record KeyLabel(Optional<String> name, String createdBy, Optional<Instant> expiresAt) {}
