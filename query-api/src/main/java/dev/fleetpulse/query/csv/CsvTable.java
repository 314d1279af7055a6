package dev.fleetpulse.query.csv;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The columns of a file, in their order. Names are as in JSON; what is not known is an empty cell.
 */
public final class CsvTable<T> {
  private final List<String> names = new ArrayList<>();
  private final List<Function<T, Object>> cells = new ArrayList<>();

  /** Text that somebody else wrote; guarded, so that no spreadsheet takes it for a formula. */
  public CsvTable<T> text(String name, Function<T, String> value) {
    return column(name, entry -> Cells.guarded(value.apply(entry)));
  }

  /** Several texts in one cell. */
  public CsvTable<T> texts(String name, Function<T, List<String>> values) {
    return text(name, entry -> Cells.joined(values.apply(entry)));
  }

  /** A number, never in exponents. */
  public CsvTable<T> number(String name, Function<T, Number> value) {
    return column(name, entry -> Cells.plain(value.apply(entry)));
  }

  /** A moment as RFC 3339 in UTC. */
  public CsvTable<T> time(String name, Function<T, Instant> value) {
    return column(
        name,
        entry -> {
          var moment = value.apply(entry);
          return moment == null ? null : moment.toString();
        });
  }

  /** Yes or no as {@code true} and {@code false}. */
  public CsvTable<T> flag(String name, Function<T, Boolean> value) {
    return column(name, value::apply);
  }

  List<String> names() {
    return names;
  }

  /** Texts, numbers, truths and nulls. */
  List<Object> row(T entry) {
    var row = new ArrayList<Object>(cells.size());
    for (var cell : cells) {
      row.add(cell.apply(entry));
    }
    return row;
  }

  private CsvTable<T> column(String name, Function<T, Object> cell) {
    names.add(name);
    cells.add(cell);
    return this;
  }

  /** What stands in a cell. */
  static final class Cells {
    /** With these a spreadsheet begins to compute, or goes to the next cell. */
    private static final String FORMULA_STARTS = "=+-@\t\r\n";

    private Cells() {}

    static String guarded(String text) {
      return text != null && !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0
          ? "'" + text
          : text;
    }

    static String joined(List<String> texts) {
      return texts == null ? null : String.join("; ", texts);
    }

    static Number plain(Number number) {
      return number instanceof Double real ? BigDecimal.valueOf(real) : number;
    }
  }
}
