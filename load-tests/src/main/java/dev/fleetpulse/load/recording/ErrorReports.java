package dev.fleetpulse.load.recording;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;

/**
 * The error reports of one set, {@code {"id","language","type","message","stack"}}, spread evenly
 * over the recording. The set's name becomes the app's.
 *
 * <p>A set is put into order and therefore held in memory; sets are small, and a file too large for
 * that is refused.
 */
final class ErrorReports implements Series<Event> {
  private static final int REPORTS_MAX = 50_000;
  private static final List<String> COPIED_FIELDS = List.of("language", "type", "message", "stack");

  private final String app;
  private final List<Machine> machines;
  private final long lengthMs;
  private final int count;
  private final Iterator<Line> reports;
  private long sent;

  private ErrorReports(String app, List<Machine> machines, long lengthMs, List<Line> reports) {
    this.app = app;
    this.machines = machines;
    this.lengthMs = lengthMs;
    this.count = reports.size();
    this.reports = reports.iterator();
  }

  /**
   * Reads a set.
   *
   * @param roster whose machines of the set's app send the errors
   * @param lengthMs what to spread them over
   */
  static ErrorReports read(Path file, ReportOrder order, Roster roster, long lengthMs) {
    var fileName = file.getFileName().toString();
    var set = fileName.contains(".") ? fileName.substring(0, fileName.indexOf('.')) : fileName;
    var reports = reports(file);
    reports.sort(Comparator.comparingInt(report -> order.rank(set, report.text("id"))));
    var app = set.replace('_', '-');
    return new ErrorReports(app, roster.of(app), lengthMs, reports);
  }

  @Override
  public boolean hasNext() {
    return reports.hasNext();
  }

  @Override
  public Event next() {
    var report = reports.next();
    sent++;
    var timeMs = lengthMs * sent / (count + 1);
    var id = report.text("id");
    var body = JsonNodeFactory.instance.objectNode();
    body.put("instanceId", sender(id).instanceId())
        .put("app", app)
        .put("timestamp", timeMs)
        .put("errorId", id)
        .put("level", "error");
    for (var field : COPIED_FIELDS) {
      report.optionalText(field).ifPresent(text -> body.put(field, text));
    }
    return new Event(timeMs, Event.Kind.ERROR, body);
  }

  @Override
  public void close() {}

  private Machine sender(String id) {
    return machines.isEmpty()
        ? Machine.reporter(app, id)
        : machines.get(Math.floorMod(Machine.hash(id), machines.size()));
  }

  private static List<Line> reports(Path file) {
    var reports = new ArrayList<Line>();
    var ids = new HashSet<String>();
    try (var lines = JsonLines.open(file)) {
      while (lines.hasNext()) {
        var line = lines.next();
        line.text("stack");
        if (!ids.add(line.text("id"))) {
          throw line.refused("a report with this id came before");
        }
        reports.add(line);
        if (reports.size() > REPORTS_MAX) {
          throw line.refused("more than " + REPORTS_MAX + " reports in one file");
        }
      }
    }
    return reports;
  }
}
