package dev.fleetpulse.signature;

/** Whose code a frame of the JVM is in, by its class. */
final class JvmKinds {
  private static final Prefixes REFLECTION =
      new Prefixes(
          "sun.reflect.", "jdk.internal.reflect.", "java.lang.reflect.", "java.lang.invoke.");

  private static final Prefixes ASSERTIONS =
      new Prefixes(
          "org.junit.Assert",
          "org.junit.jupiter.api.Assert",
          "junit.framework.Assert",
          "org.testng.Assert",
          "org.hamcrest.",
          "org.assertj.",
          "com.google.common.truth.",
          "com.google.common.base.Preconditions");

  private static final Prefixes HARNESS =
      new Prefixes(
          "junit.",
          "org.junit.",
          "org.testng.",
          "org.scalatest.",
          "org.specs2.",
          "org.spockframework.",
          "io.kotest.",
          "com.carrotsearch.randomizedtesting.",
          "org.apache.tools.ant.",
          "org.apache.maven.",
          "org.gradle.",
          "worker.org.gradle.",
          "sbt.",
          "com.intellij.rt.",
          "org.eclipse.jdt.internal.junit");

  private static final Prefixes RUNTIME =
      new Prefixes(
          "java.",
          "javax.",
          "jakarta.",
          "jdk.",
          "sun.",
          "com.sun.",
          "kotlin.",
          "kotlinx.",
          "scala.",
          "groovy.lang.",
          "org.codehaus.groovy.",
          "clojure.",
          "android.",
          "androidx.",
          "dalvik.",
          "com.android.");

  /** What stands between the application and its runtime in many programs: containers, pools. */
  private static final Prefixes LIBRARIES =
      new Prefixes(
          "org.springframework.",
          "com.google.common.",
          "com.google.inject.",
          "com.google.protobuf.",
          "io.netty.",
          "org.jboss.netty.",
          "org.eclipse.jetty.",
          "org.mortbay.",
          "org.apache.catalina.",
          "org.apache.coyote.",
          "org.apache.tomcat.",
          "org.glassfish.",
          "io.undertow.",
          "io.vertx.",
          "net.sf.cglib.",
          "net.bytebuddy.",
          "org.mockito.cglib.",
          "javassist.",
          "org.aspectj.",
          "com.fasterxml.jackson.",
          "org.hibernate.",
          "com.zaxxer.",
          "com.mysql.",
          "org.postgresql.",
          "okhttp3.",
          "reactor.",
          "io.reactivex.",
          "rx.",
          "akka.",
          "org.slf4j.",
          "ch.qos.logback.");

  private JvmKinds() {}

  static FrameKind of(StackFrame frame) {
    var type = frame.module() == null ? "" : frame.module();
    if (isGenerated(type, frame)) {
      return FrameKind.GENERATED;
    }
    if (REFLECTION.begin(type)) {
      return FrameKind.REFLECTION;
    }
    if (ASSERTIONS.begin(type)) {
      return FrameKind.ASSERTION;
    }
    if (HARNESS.begin(type)) {
      return FrameKind.HARNESS;
    }
    if (RUNTIME.begin(type)) {
      return FrameKind.RUNTIME;
    }
    if (LIBRARIES.begin(type)) {
      return FrameKind.LIBRARY;
    }
    return test(type);
  }

  /** Proxies, accessors and classes of lambdas. */
  private static boolean isGenerated(String type, StackFrame frame) {
    var function = frame.function();
    if (function != null && function.startsWith("access$")) {
      return true;
    }
    if ("<generated>".equals(frame.file())) {
      return true;
    }
    var dollar = type.indexOf('$');
    if (dollar < 0) {
      return type.startsWith("GeneratedMethodAccessor")
          || type.startsWith("sun.reflect.Generated")
          || type.startsWith("jdk.internal.reflect.Generated");
    }
    return type.indexOf("$$", dollar) >= 0
        || type.indexOf("$Proxy", dollar) >= 0
        || type.indexOf("$MockitoMock$", dollar) >= 0
        || type.indexOf("$ByteBuddy$", dollar) >= 0;
  }

  /** By the outermost class's simple name, as the runners of tests find them. */
  private static FrameKind test(String type) {
    var from = type.lastIndexOf('.') + 1;
    var dollar = type.indexOf('$', from);
    var to = dollar < 0 ? type.length() : dollar;
    if (Scan.endsWith(type, "TestUtils", from, to)
        || Scan.endsWith(type, "TestUtil", from, to)
        || Scan.endsWith(type, "TestHelper", from, to)
        || Scan.endsWith(type, "TestSupport", from, to)
        || Scan.endsWith(type, "TestRunner", from, to)) {
      return FrameKind.TEST_SUPPORT;
    }
    if (Scan.startsWith(type, "Test", from, to)
        || Scan.endsWith(type, "Test", from, to)
        || Scan.endsWith(type, "Tests", from, to)
        || Scan.endsWith(type, "TestCase", from, to)
        || Scan.endsWith(type, "TestBase", from, to)
        || Scan.endsWith(type, "Spec", from, to)
        || Scan.endsWith(type, "IT", from, to)) {
      return FrameKind.TEST;
    }
    return FrameKind.APPLICATION;
  }
}
