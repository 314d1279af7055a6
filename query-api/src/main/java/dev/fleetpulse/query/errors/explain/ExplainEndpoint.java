package dev.fleetpulse.query.errors.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.query.request.Parsed.Invalid;
import dev.fleetpulse.query.request.Parsed.Valid;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.Reason;
import dev.fleetpulse.signature.Chain;
import dev.fleetpulse.signature.ErrorFacts;
import dev.fleetpulse.signature.Explanation;
import dev.fleetpulse.signature.category.Categories;
import io.javalin.http.Context;
import java.io.IOException;

/**
 * {@code POST /errors/explain}: an error as it would be reported in, its signature and how that
 * came about out. Asks no store and keeps nothing.
 */
public final class ExplainEndpoint {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Categories categories = Categories.builtIn();

  /** Explains one error; whose key it is does not matter to the answer. */
  public void explain(Context ctx, String tenant) {
    JsonNode body;
    try {
      body = JSON.readTree(ctx.bodyAsBytes());
    } catch (JsonProcessingException e) {
      Problem.answer(ctx, Reason.MALFORMED, "The body is no JSON: " + where(e));
      return;
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory can always be read", e);
    }
    switch (ExplainRequest.read(body)) {
      case Valid<ErrorFacts>(var facts) ->
          ctx.json(Explained.of(Explanation.of(facts), categories.of(Chain.of(facts))));
      case Invalid<ErrorFacts>(var wrong) -> Problem.answer(ctx, wrong);
    }
  }

  private static String where(JsonProcessingException e) {
    var at = e.getLocation();
    return at == null
        ? e.getOriginalMessage()
        : "%s at line %d, column %d"
            .formatted(e.getOriginalMessage(), at.getLineNr(), at.getColumnNr());
  }
}
