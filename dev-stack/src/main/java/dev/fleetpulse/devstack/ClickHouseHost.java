package dev.fleetpulse.devstack;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A JVM that does nothing but run ClickHouse's engine out of its shared library.
 *
 * <p>A process of its own, because the engine takes over signal handling and may end the process it
 * lives in.
 *
 * <p>Arguments: the shared library, then the engine's own options.
 */
final class ClickHouseHost {
  private static final long MESSAGE_BYTES_MAX = 64 * 1024;

  private ClickHouseHost() {}

  public static void main(String[] arguments) throws Throwable {
    var options = new ArrayList<>(List.of("clickhouse"));
    options.addAll(Arrays.asList(arguments).subList(1, arguments.length));
    Runtime.getRuntime().halt(run(Path.of(arguments[0]), options));
  }

  /** Restricted is what this class is for: calling into a library that Java can't check. */
  @SuppressWarnings("restricted")
  private static int run(Path library, List<String> options) throws Throwable {
    var linker = Linker.nativeLinker();
    var arena = Arena.global();
    var symbols = SymbolLookup.libraryLookup(library, arena);
    var runUntilDone =
        linker.downcallHandle(
            symbols.findOrThrow("chdb_query_cmdline"),
            FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));
    var error =
        linker.downcallHandle(
            symbols.findOrThrow("chdb_result_error"), FunctionDescriptor.of(ADDRESS, ADDRESS));
    // One more than there are options: C ends such a list with a null pointer.
    var pointers = arena.allocate(ADDRESS, options.size() + 1L);
    for (var i = 0; i < options.size(); i++) {
      pointers.setAtIndex(ADDRESS, i, arena.allocateFrom(options.get(i)));
    }
    var result = (MemorySegment) runUntilDone.invokeExact(options.size(), pointers);
    var message = (MemorySegment) error.invokeExact(result);
    if (message.address() == 0) {
      return 0;
    }
    System.err.println(message.reinterpret(MESSAGE_BYTES_MAX).getString(0));
    return 1;
  }
}
