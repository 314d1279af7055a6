package dev.fleetpulse.streams.topology.patterns;

import dev.fleetpulse.schemas.ErrorCount;
import dev.fleetpulse.signature.category.Categories;
import java.util.ArrayList;
import java.util.List;

/**
 * What several apps may have in common; as text {@code tenant/kind/name}.
 *
 * @param kind category or root-cause
 * @param name the category, or the signature of the root cause
 */
record Trouble(String tenant, String kind, String name) {
  static final String CATEGORY = "category";
  static final String ROOT_CAUSE = "root-cause";

  /** What a count is about; nobody has in common that nothing is known. */
  static List<Trouble> of(ErrorCount count) {
    var troubles = new ArrayList<Trouble>(2);
    if (!count.getCategory().equals(Categories.UNKNOWN)) {
      troubles.add(new Trouble(count.getTenant(), CATEGORY, count.getCategory()));
    }
    if (count.getRootSignature() != null) {
      troubles.add(new Trouble(count.getTenant(), ROOT_CAUSE, count.getRootSignature()));
    }
    return troubles;
  }

  static Trouble parse(String text) {
    var parts = text.split("/", 3);
    return new Trouble(parts[0], parts[1], parts[2]);
  }

  @Override
  public String toString() {
    return tenant + "/" + kind + "/" + name;
  }
}
