package dev.fleetpulse.load.bench.query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements that PostgreSQL has executed, read out of its log; it has to log each with its
 * duration.
 */
final class StatementLog {
  private static final Pattern EXECUTED =
      Pattern.compile("^.* LOG:  duration: \\S+ ms  execute [^:]*: (.*)$");
  private static final Pattern PARAMETERS =
      Pattern.compile("^.* DETAIL:  [Pp]arameters: (.*)$", Pattern.DOTALL);
  private static final Pattern VALUE = Pattern.compile("\\$(\\d+) = ('(?:[^']|'')*'|NULL)(?:, )?");
  private static final Pattern PLACE = Pattern.compile("\\$(\\d+)");

  private final Path log;
  private long read;

  /** Begins where the log ends now. */
  StatementLog(Path log) throws IOException {
    this.log = log;
    this.read = Files.size(log);
  }

  /** What was executed since, with its values written into it. */
  List<String> since() throws IOException {
    var bytes = Files.readAllBytes(log);
    var text =
        new String(
            bytes,
            Math.toIntExact(read),
            bytes.length - Math.toIntExact(read),
            StandardCharsets.UTF_8);
    read = bytes.length;
    var statements = new ArrayList<String>();
    for (var entry : entries(text)) {
      var executed = EXECUTED.matcher(entry.lines().findFirst().orElse(""));
      var parameters = PARAMETERS.matcher(entry);
      if (executed.matches()) {
        statements.add(
            executed.group(1)
                + entry.lines().skip(1).reduce("", (all, line) -> all + "\n" + line.strip()));
      } else if (parameters.matches() && !statements.isEmpty()) {
        statements.add(filled(statements.removeLast(), parameters.group(1)));
      }
    }
    return statements.stream()
        .filter(sql -> sql.contains("SELECT") && sql.contains("FROM"))
        .toList();
  }

  /** A statement goes on in lines that begin with a tab. */
  private static List<String> entries(String text) {
    var entries = new ArrayList<String>();
    for (var line : text.lines().toList()) {
      if (line.startsWith("\t") && !entries.isEmpty()) {
        entries.add(entries.removeLast() + "\n" + line);
      } else {
        entries.add(line);
      }
    }
    return entries;
  }

  private static String filled(String sql, String parameters) {
    var values = new ArrayList<String>();
    var value = VALUE.matcher(parameters);
    while (value.find()) {
      values.add(value.group(2));
    }
    return PLACE
        .matcher(sql)
        .replaceAll(
            place -> Matcher.quoteReplacement(values.get(Integer.parseInt(place.group(1)) - 1)));
  }
}
