package dev.fleetpulse.service;

import java.util.List;

/** Whether a process can do its work right now. */
public sealed interface Health {
  /** Everything it needs is there. */
  record Ready() implements Health {}

  /**
   * It can do most of its work; something it can go without is missing.
   *
   * @param missing one sentence each
   */
  record Limited(List<String> missing) implements Health {
    public Limited {
      missing = List.copyOf(missing);
    }
  }

  /**
   * Something is missing.
   *
   * @param reasons one sentence each
   */
  record NotReady(List<String> reasons) implements Health {
    public NotReady {
      reasons = List.copyOf(reasons);
    }
  }

  /** Ready where there is no reason against it. */
  static Health of(List<String> reasonsAgainst) {
    return reasonsAgainst.isEmpty() ? new Ready() : new NotReady(reasonsAgainst);
  }
}
