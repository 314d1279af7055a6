package dev.fleetpulse.load.recording;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Recorded files as one stream of requests.
 *
 * <p>The files are read anew by every {@link #open()} and give the same requests each time; nothing
 * but the sets of error reports and a little state per instance is held in memory.
 */
public final class Recording {
  private static final Duration LENGTH_WITHOUT_MACHINES = Duration.ofDays(1);
  private static final Roster NO_MACHINES = new Roster(Set.of(), 0, 0);

  private final Map<Format, List<Path>> files;
  private final Part part;
  private final Roster roster;
  private final OptionalLong lastRequestMs;
  private final long lengthMs;

  private Recording(
      Map<Format, List<Path>> files, Part part, Roster roster, OptionalLong lastRequestMs) {
    this.files = files;
    this.part = part;
    this.roster = roster;
    this.lastRequestMs = lastRequestMs;
    this.lengthMs =
        roster.machines().isEmpty()
            ? lastRequestMs.orElse(LENGTH_WITHOUT_MACHINES.toMillis())
            : roster.lastMs();
  }

  /**
   * Finds out what the files hold.
   *
   * @param files one or more, each of any format; their order does not matter but for requests of
   *     the same millisecond
   * @throws RecordingException if a file can't be read or holds nothing that can be replayed
   */
  public static Recording of(List<Path> files, Part part) {
    var byFormat = new EnumMap<Format, List<Path>>(Format.class);
    for (var file : files) {
      byFormat.computeIfAbsent(Format.of(file), _ -> new ArrayList<>()).add(file);
    }
    var machines = atMostOne(byFormat, Format.MACHINES);
    var usage = atMostOne(byFormat, Format.USAGE);
    var order = atMostOne(byFormat, Format.REPORT_ORDER);
    if (order.isPresent() && byFormat.size() == 1) {
      throw new RecordingException(order.get(), "an order of reports is nothing without reports");
    }
    var roster = machines.map(Roster::of).orElse(NO_MACHINES);
    if (machines.isPresent() && usage.isPresent() && !roster.carriesUsage()) {
      throw new RecordingException(
          machines.get(), "no machine reports twice, so none can carry the model requests");
    }
    var lastRequestMs =
        usage.isPresent() ? OptionalLong.of(UsageTrace.lastMs(usage.get())) : OptionalLong.empty();
    return new Recording(byFormat, part, roster, lastRequestMs);
  }

  /** The requests in the order of time. To be closed. */
  public Series<Event> open() {
    var series = new ArrayList<Series<Event>>();
    try {
      heartbeats().ifPresent(series::add);
      var order =
          atMostOne(files, Format.REPORT_ORDER).map(ReportOrder::read).orElse(ReportOrder.none());
      for (var file : files.getOrDefault(Format.REPORTS, List.of())) {
        series.add(ErrorReports.read(file, order, roster, lengthMs));
      }
      for (var file : files.getOrDefault(Format.PROTOCOL, List.of())) {
        series.add(ProtocolRecording.open(file));
      }
    } catch (RecordingException e) {
      series.forEach(Series::close);
      throw e;
    }
    return new PartialSeries(new MergedSeries(series), part);
  }

  private Optional<Series<Event>> heartbeats() {
    var machines = atMostOne(files, Format.MACHINES);
    var usage = atMostOne(files, Format.USAGE);
    if (machines.isEmpty() && usage.isEmpty()) {
      return Optional.empty();
    }
    var lastMs = machines.isPresent() ? roster.lastCarryingMs() : lengthMs;
    var requests = usage.map(file -> UsageTrace.open(file, lastRequestMs.orElseThrow(), lastMs));
    Series<Sample> samples =
        machines.isPresent() ? MachineSeries.open(machines.get()) : new GatewaySeries(lengthMs);
    return Optional.of(new FleetHeartbeats(samples, requests));
  }

  private static Optional<Path> atMostOne(Map<Format, List<Path>> files, Format format) {
    var found = files.getOrDefault(format, List.of());
    if (found.size() > 1) {
      throw new RecordingException(
          found.get(1), "the recording has a file of this kind already: " + found.getFirst());
    }
    return found.stream().findFirst();
  }
}
