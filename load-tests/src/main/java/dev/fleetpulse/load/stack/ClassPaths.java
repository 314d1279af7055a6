package dev.fleetpulse.load.stack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the code of our own programs is. */
@FunctionalInterface
public interface ClassPaths {
  /**
   * The class path of a module and its libraries, in the form the JVM takes.
   *
   * @throws IOException if the module is not there
   */
  String of(String module) throws IOException;

  /** The one of this JVM, where it has all modules. */
  static ClassPaths own() {
    return _ -> System.getProperty("java.class.path");
  }

  /** As the build leaves them in the modules' folders. */
  static ClassPaths built(Path repository) {
    return module -> {
      var target = repository.resolve(module).resolve("target");
      if (Files.isDirectory(target)) {
        try (var jars = Files.newDirectoryStream(target, module + "-*.jar")) {
          for (var jar : jars) {
            return jar + File.pathSeparator + target.resolve("lib") + "/*";
          }
        }
      }
      throw new IOException(module + " is not built; ./fleetpulse build does that");
    };
  }
}
