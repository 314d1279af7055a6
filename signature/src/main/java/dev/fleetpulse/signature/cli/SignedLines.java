package dev.fleetpulse.signature.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fleetpulse.signature.ErrorFacts;
import dev.fleetpulse.signature.StackSignature;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** Lines {@code {"id","stack"}} in, lines {@code {"id","signature"}} out, in the same order. */
final class SignedLines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonLines lines;
  private final PrintWriter out;

  SignedLines(JsonLines lines, PrintWriter out) {
    this.lines = lines;
    this.out = out;
  }

  /**
   * Signs every line and tells the mapping instead of writing.
   *
   * @throws BadLineException at the first that cannot be signed
   */
  void addAllTo(SignatureMapping mapping) throws IOException {
    for (var line = lines.next(); line != null; line = lines.next()) {
      mapping.add(id(line).asText(), StackSignature.of(facts(line)));
    }
  }

  /**
   * Signs every line.
   *
   * @throws BadLineException at the first that cannot be signed
   */
  void writeAll() throws IOException {
    for (var line = lines.next(); line != null; line = lines.next()) {
      var signed = JSON.createObjectNode();
      signed.set("id", id(line));
      signed.put("signature", StackSignature.of(facts(line)));
      out.println(signed);
    }
  }

  private JsonNode id(JsonNode line) throws BadLineException {
    var id = line.path("id");
    if (!id.isTextual() && !id.isIntegralNumber()) {
      throw lines.bad("needs an \"id\", a text or a whole number");
    }
    return id;
  }

  /** A stack says itself what was thrown; type and message beside it may be anybody's guess. */
  private ErrorFacts facts(JsonNode line) throws BadLineException {
    var stack = lines.optionalText(line, "stack");
    if (stack != null && !stack.isBlank()) {
      return ErrorFacts.ofStack(stack);
    }
    var type = lines.optionalText(line, "type");
    var message = lines.optionalText(line, "message");
    if (type == null && message == null) {
      throw lines.bad("needs a text \"stack\", or else a \"type\" or a \"message\"");
    }
    return new ErrorFacts(null, type, message, null, List.of(), List.of(), List.of());
  }
}
