package dev.fleetpulse.ingest.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.verdict.Verdict;
import dev.fleetpulse.service.access.AccessDecision;
import java.util.Optional;

/** An open body that may hold many reports, and who sends it. */
public final class Submission implements AutoCloseable {
  private final Reception reception;
  private final AccessDecision.Granted sender;
  private final OpenBody body;

  Submission(Reception reception, AccessDecision.Granted sender, OpenBody body) {
    this.reception = reception;
    this.sender = sender;
    this.body = body;
  }

  /** The record of the only report that the body is, or nothing where it is a list of them. */
  public <R> Verdict<Optional<R>> single(Reception.DocumentReader<R> reader) {
    try {
      if (body.form() == BodyForm.LINES || body.peekPastSpace() == '[') {
        return new Verdict.Accepted<>(Optional.empty());
      }
      return judge(body.rest(), reader).then(record -> new Verdict.Accepted<>(Optional.of(record)));
    } catch (BodyRefusedException e) {
      return RequestBody.refused(e, body::discardRest);
    }
  }

  /** All of the body at once, under the limits of one report. */
  public Verdict<byte[]> whole() {
    try {
      return new Verdict.Accepted<>(body.rest());
    } catch (BodyRefusedException e) {
      return RequestBody.refused(e, body::discardRest);
    }
  }

  /** To be read from beginning to end. */
  public OpenBody body() {
    return body;
  }

  /** The record that one report out of the body describes. */
  public <R> Verdict<R> judge(byte[] json, Reception.DocumentReader<R> reader) {
    return reception.judge(sender, json, reader);
  }

  /** The record that a document describes, which was made of the body. */
  public <R> Verdict<R> judge(ObjectNode document, Reception.DocumentReader<R> reader) {
    return reception.judge(sender, document, reader);
  }

  @Override
  public void close() {
    body.close();
  }
}
