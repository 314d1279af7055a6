package dev.fleetpulse.signature;

/** Whose code a frame of C, C++ or Rust is in, by the function's name and the library. */
final class NativeKinds {
  /** What runs between the fault and the report of it, in libraries, sanitizers and kernels. */
  private static final Prefixes HANDLERS =
      new Prefixes(
          "abort",
          "raise",
          "gsignal",
          "__GI_raise",
          "__GI_abort",
          "__pthread_kill",
          "__assert",
          "__interceptor_",
          "__asan",
          "__msan",
          "__tsan",
          "__ubsan",
          "__sanitizer",
          "__stack_chk_fail",
          "__fortify_fail",
          "dump_stack",
          "__dump_stack",
          "show_stack",
          "print_address_description",
          "print_report",
          "kasan_",
          "__kasan",
          "kmsan_",
          "__kmsan",
          "check_memory_region",
          "panic",
          "vpanic",
          "_panic",
          "__warn",
          "warn_slowpath",
          "report_bug",
          "handle_bug",
          "exc_",
          "asm_exc_",
          "do_error_trap",
          "do_trap",
          "invalid_op",
          "page_fault",
          "kdb_",
          "db_enter",
          "db_trace",
          "trap_",
          "calltrap",
          "backtrace",
          "google::LogMessage",
          "logging::LogMessage",
          "base::debug::");

  private static final Prefixes RUNTIME =
      new Prefixes(
          "std::",
          "__gnu_cxx::",
          "operator new",
          "operator delete",
          "__libc_",
          "__cxa_",
          "_start",
          "start_thread",
          "clone",
          "malloc",
          "free",
          "calloc",
          "realloc",
          "memcpy",
          "memmove",
          "memset",
          "strlen",
          "strcpy",
          "strcmp",
          "__mem",
          "__str");

  private static final Prefixes RUST_HANDLERS =
      new Prefixes(
          "std::panicking",
          "core::panicking",
          "std::panic",
          "core::result::unwrap_failed",
          "core::option::unwrap_failed",
          "core::option::expect_failed",
          "rust_begin_unwind",
          "std::sys::backtrace",
          "std::sys_common::backtrace",
          "std::backtrace",
          "__rust_");

  private static final Prefixes RUST_RUNTIME =
      new Prefixes(
          "std::",
          "core::",
          "alloc::",
          "<core::",
          "<alloc::",
          "<std::",
          "main",
          "__libc_",
          "_start");

  private NativeKinds() {}

  static FrameKind of(StackFrame frame) {
    var function = frame.function();
    if (function == null) {
      return FrameKind.RUNTIME;
    }
    if (HANDLERS.begin(function)) {
      return FrameKind.CRASH_HANDLER;
    }
    if (RUNTIME.begin(function) || isSystem(frame.module()) || isSystem(frame.file())) {
      return FrameKind.RUNTIME;
    }
    return TestPath.kind(frame, FrameKind.APPLICATION);
  }

  private static boolean isSystem(String place) {
    return place != null
        && (place.startsWith("/lib/")
            || place.startsWith("/lib64/")
            || place.startsWith("/usr/lib"));
  }

  static FrameKind rust(StackFrame frame) {
    var function = frame.function();
    var file = frame.file() == null ? "" : frame.file();
    if (function == null) {
      return TestPath.kind(frame, FrameKind.APPLICATION);
    }
    if (RUST_HANDLERS.begin(function)) {
      return FrameKind.CRASH_HANDLER;
    }
    if (function.startsWith("test::")) {
      return FrameKind.HARNESS;
    }
    if (file.startsWith("/rustc/")
        || (RUST_RUNTIME.begin(function) && !function.startsWith("main::"))) {
      return FrameKind.RUNTIME;
    }
    if (file.contains(".cargo/registry/") || file.contains(".cargo\\registry\\")) {
      return FrameKind.LIBRARY;
    }
    return TestPath.kind(frame, FrameKind.APPLICATION);
  }
}
