package dev.fleetpulse.query.live;

import java.io.IOException;

/** The way to one client. One thread sends at a time; what does not get through ends the line. */
interface Line {
  /**
   * Sends a message and returns when it is on its way.
   *
   * @param cursor how far the client has been told with it, or null where it does not say
   * @throws IOException if the client is gone, or does not take it
   */
  void send(String json, Cursor cursor) throws IOException;

  /** Sends something that only shows that the line is alive. */
  void beat() throws IOException;

  /** Ends the line from this side, with the reason where the client can be told it. */
  void close(Ending ending);

  /** Ends the line of a client that is gone. */
  void abandon();
}
