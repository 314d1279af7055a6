package dev.fleetpulse.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.Reason;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers with a problem where Jetty refuses a request before it reaches a route. */
final class ProblemErrorHandler extends ErrorHandler {
  private static final int SERVER_ERROR = 500;

  private final JsonMapper json;

  ProblemErrorHandler(JsonMapper json) {
    this.json = json;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var problem =
        response.getStatus() < SERVER_ERROR
            ? Problem.of(Reason.MALFORMED, "The request can't be understood", path(request))
            : Problem.of(Reason.INTERNAL, "The request could not be handled", path(request));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    // Jetty ends it without a word, and a client would send its next request into it.
    response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    var body = bytes(problem.withStatus(response.getStatus()));
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }

  private static String path(Request request) {
    var uri = request.getHttpURI();
    return uri == null ? null : uri.getPath();
  }

  private byte[] bytes(Problem problem) {
    try {
      return json.writeValueAsBytes(problem);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A problem is always JSON", e);
    }
  }
}
