package dev.fleetpulse.query.csv;

import dev.fleetpulse.query.request.Page;
import dev.fleetpulse.query.request.Parameters;

/** Which rows of a list a file has: all of them, where nobody says otherwise. */
public final class CsvPage {
  private static final int OFFSET_MAX = 1_000_000;

  private CsvPage() {}

  /**
   * Reads {@code limit} (1 to {@link CsvAnswer#ROWS_MAX}, else one more, by which is known that
   * there are too many) and {@code offset}.
   */
  public static Page read(Parameters parameters) {
    return new Page(
        parameters.number("limit", CsvAnswer.ROWS_MAX + 1, 1, CsvAnswer.ROWS_MAX),
        parameters.number("offset", 0, 0, OFFSET_MAX));
  }

  /**
   * How many rows a file will have.
   *
   * @param total of the whole list
   */
  public static long rows(Page page, long total) {
    return Math.clamp(total - page.offset(), 0L, page.limit());
  }
}
