package dev.fleetpulse.devstack.junit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives constructors, lifecycle methods and tests a parameter of type {@link Components}.
 *
 * <p>The servers behind it are started when a test first asks for them, serve all classes of the
 * test run, and are ended with it; databases belong to one test class.
 */
public final class RealComponents implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(RealComponents.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Components.class;
  }

  @Override
  public Components resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var servers =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(TestServers.class, key -> new TestServers(), TestServers.class);
    return ofTestClass(context)
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Components.class, key -> new Components(servers), Components.class);
  }

  /** The context of the outermost class, so that nested ones share its databases. */
  private static ExtensionContext ofTestClass(ExtensionContext context) {
    var current = context;
    while (current.getParent().flatMap(ExtensionContext::getTestClass).isPresent()) {
      current = current.getParent().get();
    }
    return current;
  }
}
