package dev.fleetpulse.query.analytics;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** By what usage is broken down. */
enum GroupBy {
  SERVER,
  APP,
  MODEL,
  CATEGORY;

  static final List<String> SLUGS = Arrays.stream(values()).map(GroupBy::slug).toList();

  static GroupBy of(String slug) {
    return valueOf(slug.toUpperCase(Locale.ROOT));
  }

  @JsonValue
  String slug() {
    return name().toLowerCase(Locale.ROOT);
  }
}
