package dev.fleetpulse.query.live;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A response of server-sent events; a write that hangs is ended by the server's idle timeout. */
final class StreamLine implements Line {
  private final OutputStream out;

  StreamLine(OutputStream out) {
    this.out = out;
  }

  @Override
  public void send(String json, Cursor cursor) throws IOException {
    var id = cursor == null ? "" : "id: " + cursor + "\n";
    write(id + "data: " + json + "\n\n");
  }

  @Override
  public void beat() throws IOException {
    write(": \n\n");
  }

  @Override
  public void close(Ending ending) {
    try {
      write("event: end\ndata: {\"type\":\"end\",\"reason\":\"" + ending.words() + "\"}\n\n");
    } catch (IOException e) {
      // It was gone before.
      abandon();
    }
  }

  @Override
  public void abandon() {
    // The request ends with the client, and its connection with that.
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
