package dev.fleetpulse.ingest.errors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.publish.Ingestor;
import dev.fleetpulse.ingest.request.Fields;
import dev.fleetpulse.ingest.request.TimeWindow;
import dev.fleetpulse.ingest.verdict.Verdict;
import dev.fleetpulse.schemas.Cause;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.Frame;
import java.util.ArrayList;
import java.util.List;

/** Makes the record of an error out of its JSON, or says which fields don't allow it. */
public final class ErrorReader {
  private static final String NO_APP = "unknown";

  private final Ingestor ingestor;
  private final TimeWindow window;

  /** Stamps what it reads with the ingestor. */
  public ErrorReader(Ingestor ingestor, TimeWindow window) {
    this.ingestor = ingestor;
    this.window = window;
  }

  /**
   * The error that the document describes.
   *
   * @param document is emptied
   */
  public Verdict<ErrorReport> read(String tenant, ObjectNode document) {
    var fields = Fields.of(document);
    var stack = StackText.of(fields.longText("stack"));
    var causes = new ArrayList<Cause>(0);
    var causeCut = readCauses(fields, causes);
    var app = fields.name("app");
    var error = new ErrorReport();
    error.setTenant(tenant);
    error.setInstanceId(fields.requiredName("instanceId"));
    error.setApp(app == null ? NO_APP : app);
    error.setTimestampMs(fields.requiredTime("timestamp", window));
    error.setLanguage(fields.text("language"));
    error.setType(fields.text("type"));
    error.setMessage(fields.longText("message"));
    error.setStack(stack.text());
    error.setStackCut(stack.cut() || causeCut);
    error.setFrames(frames(fields));
    error.setCauses(causes);
    error.setLevel(fields.text("level"));
    error.setRelease(fields.text("release"));
    error.setEnvironment(fields.text("environment"));
    error.setTags(fields.textsByName("tags"));
    error.setContext(fields.json("context"));
    error.setFingerprint(fields.texts("fingerprint"));
    error.setErrorId(fields.text("errorId"));
    error.setTraceId(fields.text("traceId"));
    error.setIngestor(ingestor.id());
    error.setIncarnation(ingestor.incarnation());
    error.setRest(fields.rest());
    if (saysNothing(error)) {
      fields.missing("message", "there, unless there is a stack or frames");
    }
    return fields.verdictOn(error);
  }

  private static boolean saysNothing(ErrorReport error) {
    return (error.getMessage() == null || error.getMessage().isBlank())
        && (error.getStack() == null || error.getStack().isBlank())
        && error.getFrames().isEmpty();
  }

  /**
   * Reads the chain, outermost cause first; the depth limit of the body bounds it.
   *
   * @return whether a stack in it was cut
   */
  private static boolean readCauses(Fields fields, List<Cause> causes) {
    var cut = false;
    for (var next = fields.object("cause"); next.isPresent(); next = next.get().object("cause")) {
      var cause = next.get();
      var stack = StackText.of(cause.longText("stack"));
      causes.add(
          new Cause(cause.text("type"), cause.longText("message"), stack.text(), frames(cause)));
      cut |= stack.cut();
    }
    return cut;
  }

  private static List<Frame> frames(Fields fields) {
    return fields.objects("frames").stream()
        .map(
            frame ->
                new Frame(
                    frame.text("function"),
                    frame.text("module"),
                    frame.text("file"),
                    frame.integer("line", Integer.MAX_VALUE),
                    frame.integer("column", Integer.MAX_VALUE),
                    frame.flag("inApp")))
        .toList();
  }
}
