package dev.fleetpulse.signature;

/**
 * One call on the stack, as its runtime wrote it: nothing is normalised yet.
 *
 * @param function null where the runtime names none
 * @param module what the function belongs to where the runtime says so (a class with its package, a
 *     package of Go, a namespace, a shared library); null otherwise
 * @param file path, URL or name; null where it is not said
 * @param line from 1; 0 where it is not said
 * @param column from 1; 0 where it is not said
 * @param inApp what the client said about it; null where it said nothing
 * @param raw the line it was read from
 */
public record StackFrame(
    String function, String module, String file, int line, int column, Boolean inApp, String raw) {
  StackFrame(String function, String module, String file, int line, int column, String raw) {
    this(function, module, file, line, column, null, raw);
  }
}
