package dev.fleetpulse.devstack.up;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Collectors;

/** Whether the ports of the plan are free, asked before anything starts. */
final class PortCheck {
  private PortCheck() {}

  /**
   * Asks the kernel.
   *
   * @throws RefusedException naming the ports that somebody has, with the way out
   */
  static void refuseIfBusy(PortPlan plan, Elsewhere elsewhere) throws RefusedException {
    var busy = plan.needed(elsewhere).stream().filter(use -> !isFree(use.port())).toList();
    if (!busy.isEmpty()) {
      throw new RefusedException(problem(busy, plan.next()));
    }
  }

  static String problem(List<PortPlan.Use> busy, PortPlan other) {
    var list =
        busy.stream()
            .map(use -> "%d (%s)".formatted(use.port(), use.part()))
            .collect(Collectors.joining(", "));
    return "In use by another process: port %s. Choose other ports: ./fleetpulse up --port-base %d"
        .formatted(list, other.base());
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException busy) {
      return false;
    }
  }
}
