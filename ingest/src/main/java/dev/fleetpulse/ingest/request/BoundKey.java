package dev.fleetpulse.ingest.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.verdict.FieldError;
import dev.fleetpulse.ingest.verdict.Reason;
import dev.fleetpulse.ingest.verdict.Verdict;
import dev.fleetpulse.service.access.Binding;

/**
 * Holds one report to the binding of its key: nobody may speak for another instance or app.
 *
 * <p>A field that is missing or no string is left to those who read the fields, with one exception:
 * a key of an app says which app it is, so a report sent with it need not.
 */
final class BoundKey {
  private BoundKey() {}

  /** The document, for the next step, unless it speaks for somebody else. */
  static Verdict<ObjectNode> check(Binding binding, ObjectNode document) {
    return switch (binding) {
      case Binding.Tenant() -> new Verdict.Accepted<>(document);
      case Binding.Instance(var instanceId) -> same(document, "instanceId", instanceId);
      case Binding.App(var app) -> {
        if (!document.hasNonNull("app")) {
          document.put("app", app);
        }
        yield same(document, "app", app);
      }
    };
  }

  private static Verdict<ObjectNode> same(ObjectNode document, String field, String bound) {
    var value = document.get(field);
    if (value == null || !value.isTextual() || value.textValue().equals(bound)) {
      return new Verdict.Accepted<>(document);
    }
    return Verdict.refused(
        Reason.FORBIDDEN,
        new FieldError(
            field, "\"" + bound + "\", to which the key is bound", Described.value(value)));
  }
}
