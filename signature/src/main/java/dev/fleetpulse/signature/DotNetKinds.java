package dev.fleetpulse.signature;

/** Whose code a frame of .NET is in, by its namespace. */
final class DotNetKinds {
  private static final Prefixes HARNESS =
      new Prefixes(
          "Xunit.",
          "NUnit.",
          "Microsoft.VisualStudio.TestPlatform",
          "Microsoft.VisualStudio.TestTools");
  private static final Prefixes ASSERTIONS =
      new Prefixes("Xunit.Assert", "NUnit.Framework.Assert", "FluentAssertions.", "Shouldly.");
  private static final Prefixes REFLECTION =
      new Prefixes("System.Reflection.", "System.RuntimeMethodHandle");
  private static final Prefixes HANDLERS =
      new Prefixes(
          "System.ThrowHelper",
          "System.Runtime.ExceptionServices.",
          "System.Runtime.CompilerServices.TaskAwaiter",
          "System.Runtime.CompilerServices.ConfiguredTaskAwaitable");
  private static final Prefixes RUNTIME = new Prefixes("System.", "Microsoft.Win32.", "Interop.");
  private static final Prefixes LIBRARIES =
      new Prefixes(
          "Microsoft.",
          "Newtonsoft.",
          "Npgsql.",
          "Autofac.",
          "Castle.",
          "MediatR.",
          "Polly.",
          "Serilog.",
          "Dapper.");

  private DotNetKinds() {}

  static FrameKind of(StackFrame frame) {
    var type = frame.module() == null ? "" : frame.module();
    if (type.isEmpty() && "lambda_method".equals(frame.function())) {
      return FrameKind.GENERATED;
    }
    if (ASSERTIONS.begin(type)) {
      return FrameKind.ASSERTION;
    }
    if (HARNESS.begin(type)) {
      return FrameKind.HARNESS;
    }
    if (REFLECTION.begin(type)) {
      return FrameKind.REFLECTION;
    }
    if (HANDLERS.begin(type)) {
      return FrameKind.CRASH_HANDLER;
    }
    if (RUNTIME.begin(type)) {
      return FrameKind.RUNTIME;
    }
    return LIBRARIES.begin(type) ? FrameKind.LIBRARY : TestPath.kind(frame, FrameKind.APPLICATION);
  }
}
