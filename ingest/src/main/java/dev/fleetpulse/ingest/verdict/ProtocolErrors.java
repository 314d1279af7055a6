package dev.fleetpulse.ingest.verdict;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers, as problem+json too, what Jetty refuses before it is a request for us: broken headers,
 * or new requests on open connections while the process stops.
 */
public final class ProtocolErrors extends ErrorHandler {
  private static final String RETRY_AFTER_SECONDS = "1";

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      String message,
      Throwable cause,
      Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    // Jetty ends it without a word, and a client would send its next request into it.
    response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    // The message is left out: it may quote what the client sent.
    var problem =
        "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d}"
            .formatted(HttpStatus.getMessage(status), status);
    response.write(true, StandardCharsets.UTF_8.encode(problem), callback);
  }
}
