package dev.fleetpulse.devstack.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.function.Supplier;

/**
 * Passwords and keys of one stack, made at its first start and kept in files only their owner can
 * read.
 */
final class Secrets {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int PASSWORD_LENGTH = 40;
  private static final int KEY_ID_LENGTH = 8;

  private final Path folder;
  private final SecureRandom random = new SecureRandom();

  Secrets(Path folder) {
    this.folder = folder;
  }

  /** The password of that name. */
  String password(String name) throws IOException {
    return keep(name, () -> letters(PASSWORD_LENGTH));
  }

  /** An API key: {@code fpk_}, an id, and a secret. */
  String apiKey(String name) throws IOException {
    return keep(name, () -> "fpk_" + letters(KEY_ID_LENGTH) + "_" + letters(PASSWORD_LENGTH));
  }

  /** The file a secret is in, for a process that is to read it itself. */
  Path file(String name) {
    return folder.resolve(name);
  }

  private String keep(String name, Supplier<String> maker) throws IOException {
    var file = file(name);
    if (!Files.exists(file)) {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      var ownerOnly =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      // Moved into place whole, so that a start that is broken off leaves no empty secret.
      var unfinished = Files.createTempFile(folder, name, ".unfinished", ownerOnly);
      Files.writeString(unfinished, maker.get());
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }

  private String letters(int count) {
    var text = new StringBuilder(count);
    for (var i = 0; i < count; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
