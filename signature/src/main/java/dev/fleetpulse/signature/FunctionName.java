package dev.fleetpulse.signature;

/** Names of functions and classes without what compilers and engines add to them. */
final class FunctionName {
  static final String ANONYMOUS = "<anonymous>";

  private FunctionName() {}

  static String of(Language language, StackFrame frame) {
    var function = frame.function();
    if (function == null || function.isEmpty() || function.equals("?")) {
      return ANONYMOUS;
    }
    return switch (language) {
      case JAVASCRIPT -> javaScript(function);
      case JVM -> jvmMethod(function);
      case DOTNET -> dotNet(function, frame.module());
      case RUST -> rust(function);
      case GO -> go(function);
      case RUBY -> ruby(function);
      case NATIVE -> nativeName(function);
      case PHP -> php(function);
      case PYTHON, DART, ELIXIR, UNKNOWN -> plain(function);
    };
  }

  /**
   * The last name alone: how an engine writes the receiver before it differs between engines and
   * between versions of one.
   */
  private static String javaScript(String function) {
    var from = 0;
    var to = function.length();
    var alias = function.indexOf(" [as ");
    if (alias > 0) {
      to = alias;
    }
    for (var words : new String[] {"async ", "new ", "get ", "set "}) {
      if (function.startsWith(words, from)) {
        from += words.length();
      }
    }
    if (to > from && (function.charAt(to - 1) == '<' || function.charAt(to - 1) == '>')) {
      return ANONYMOUS;
    }
    var start = to;
    while (start > from && isJavaScriptName(function.charAt(start - 1))) {
      start--;
    }
    var name = function.substring(start, to);
    return switch (name) {
      case "", "anonymous", "eval", "code", "function" -> ANONYMOUS;
      default -> name;
    };
  }

  private static boolean isJavaScriptName(char character) {
    return Scan.isName(character) || character == '#' || character == '-';
  }

  /** The method that holds a lambda, without the number the compiler gave it. */
  private static String jvmMethod(String method) {
    if (method.startsWith("lambda$")) {
      var end = method.indexOf('$', 7);
      var name = method.substring(7, end < 0 ? method.length() : end);
      return name.isEmpty() || name.equals("null") ? "lambda" : name;
    }
    if (method.startsWith("$anonfun$")) {
      var end = method.indexOf('$', 9);
      return method.substring(9, end < 0 ? method.length() : end);
    }
    var dollar = method.indexOf('$', 1);
    return dollar < 0 ? method : method.substring(0, dollar);
  }

  /** A class without what the compiler numbers in it: anonymous classes, closures. */
  static String jvmClass(String name, boolean outermost) {
    var dollar = name.indexOf('$', name.lastIndexOf('.') + 2);
    if (dollar < 0) {
      return name;
    }
    if (outermost) {
      return name.substring(0, dollar);
    }
    var out = new StringBuilder(name.length());
    out.append(name, 0, dollar);
    var start = dollar + 1;
    for (var i = start; i <= name.length(); i++) {
      if (i == name.length() || name.charAt(i) == '$') {
        if (i > start && isWritten(name, start)) {
          out.append('$').append(name, start, i);
        }
        start = i + 1;
      }
    }
    return out.toString();
  }

  private static boolean isWritten(String name, int from) {
    return !Scan.isDigit(name.charAt(from))
        && !name.startsWith("anonfun", from)
        && !name.startsWith("Lambda", from)
        && !name.startsWith("closure", from)
        && !name.startsWith("_closure", from);
  }

  /** A type of .NET without the classes the compiler makes for closures and state machines. */
  static String dotNetType(String name) {
    var made = name.indexOf(".<");
    var plus = name.indexOf("+<");
    var to = made < 0 ? name.length() : made;
    if (plus >= 0 && plus < to) {
      to = plus;
    }
    var generic = name.indexOf('`');
    return name.substring(0, generic >= 0 && generic < to ? generic : to);
  }

  /** {@code <Load>d__5.MoveNext} and {@code <Load>b__0} both are {@code Load}. */
  private static String dotNet(String function, String type) {
    var made = function.startsWith("<") || type == null ? function : type;
    var open = made.lastIndexOf('<');
    var close = made.indexOf('>', open + 1);
    if (open >= 0 && close > open + 1) {
      return made.substring(open + 1, close);
    }
    var generic = function.indexOf('[');
    return generic > 0 ? function.substring(0, generic) : function;
  }

  /** Without the hash of the crate and the number of closures around. */
  private static String rust(String function) {
    var to = function.length();
    var hash = function.lastIndexOf("::h");
    if (hash > 0 && to - hash == 19) {
      to = hash;
    }
    while (function.startsWith("::{{closure}}", to - 13) && to > 13) {
      to -= 13;
    }
    return function.substring(0, to);
  }

  /** {@code (*Server).Serve.func1.2} is in {@code (*Server).Serve}. */
  private static String go(String function) {
    var to = function.length();
    var closure = function.indexOf(".func");
    if (closure > 0 && closure + 5 < to && Scan.isDigit(function.charAt(closure + 5))) {
      to = closure;
    }
    var generic = function.indexOf("[...]");
    return generic > 0 && generic < to ? function.substring(0, generic) : function.substring(0, to);
  }

  /** {@code block (2 levels) in Class#method}: the method, whose class only new versions say. */
  private static String ruby(String function) {
    var in = function.lastIndexOf(" in ");
    var from = in < 0 ? 0 : in + 4;
    var owner = Math.max(function.lastIndexOf('#'), function.lastIndexOf('.'));
    return function.substring(Math.max(from, owner + 1));
  }

  private static String nativeName(String function) {
    for (var suffix : new String[] {".isra.", ".part.", ".constprop.", ".cold", ".llvm."}) {
      var at = function.indexOf(suffix);
      if (at > 0) {
        return nativeName(function.substring(0, at));
      }
    }
    return function;
  }

  private static String php(String function) {
    return function.startsWith("{closure") ? "{closure}" : function;
  }

  private static String plain(String function) {
    var closure = function.indexOf(".<anonymous closure");
    if (closure > 0) {
      return function.substring(0, closure);
    }
    return function;
  }
}
