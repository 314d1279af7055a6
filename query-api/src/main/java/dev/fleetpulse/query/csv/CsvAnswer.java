package dev.fleetpulse.query.csv;

import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.Reason;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers with a file whose rows are sent while they are read, so that its length costs no memory.
 * A file is whole or visibly broken: what fails before the first row is answered as ever, what
 * fails later ends the connection without the end of the body.
 */
public final class CsvAnswer {
  /** How many rows a file has at most; more are refused before the first one is sent. */
  public static final int ROWS_MAX = 1_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(CsvAnswer.class);
  private static final String MEDIA_TYPE = "text/csv; charset=utf-8; header=present";

  private CsvAnswer() {}

  /**
   * Sends all rows.
   *
   * @param name of the file without its ending: letters, digits, hyphens
   * @param rowsExpected how many there are, as far as is known before; refused where that is too
   *     many
   */
  public static <T> void stream(
      Context ctx, String name, CsvTable<T> table, long rowsExpected, Rows<T> rows) {
    if (rowsExpected > ROWS_MAX) {
      Problem.answer(
          ctx,
          Reason.TOO_BROAD,
          "A file has at most %d rows, this one would have %d; narrow the filter, or take a part with limit and offset"
              .formatted(ROWS_MAX, rowsExpected));
      return;
    }
    var file = new File<>(ctx, name, table);
    try {
      rows.forEach(file);
      file.end();
    } catch (ClientGone e) {
      LOG.debug("{} {}: the client left after {} rows", ctx.method(), ctx.path(), file.sent, e);
      abort(ctx, e);
    } catch (RuntimeException e) {
      if (file.stream == null) {
        throw e;
      }
      LOG.warn("{} {} broke after {} rows", ctx.method(), ctx.path(), file.sent, e);
      abort(ctx, e);
    }
  }

  /** The body is chunked, and a client sees that its last chunk is missing. */
  private static void abort(Context ctx, Exception cause) {
    ServletContextRequest.getServletContextRequest(ctx.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close(cause);
  }

  /** The answer's body; begins with the first row, and where there is none, with the end. */
  private static final class File<T> implements Consumer<T> {
    private final Context ctx;
    private final String name;
    private final CsvTable<T> table;
    private CsvStream<T> stream;
    private long sent;

    File(Context ctx, String name, CsvTable<T> table) {
      this.ctx = ctx;
      this.name = name;
      this.table = table;
    }

    @Override
    public void accept(T entry) {
      if (sent == ROWS_MAX) {
        // More than were counted before; a shorter file would look whole.
        throw new IllegalStateException("There are more than " + ROWS_MAX + " rows");
      }
      begin();
      try {
        stream.write(entry);
      } catch (IOException e) {
        throw new ClientGone(e);
      }
      sent++;
    }

    void end() {
      begin();
      try {
        stream.end();
      } catch (IOException e) {
        throw new ClientGone(e);
      }
    }

    private void begin() {
      if (stream != null) {
        return;
      }
      ctx.contentType(MEDIA_TYPE);
      ctx.header(
          "Content-Disposition", "attachment; filename=\"fleetpulse-%s.csv\"".formatted(name));
      try {
        stream = new CsvStream<>(ctx.outputStream(), table);
      } catch (IOException e) {
        throw new ClientGone(e);
      }
    }
  }

  /** Nobody takes the rows any more. */
  private static final class ClientGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClientGone(IOException cause) {
      super(cause);
    }
  }
}
