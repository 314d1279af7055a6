package dev.fleetpulse.ingest.scrub;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Secrets that nobody ever had. They are put together here, at run time, so that nothing in the
 * repository looks like one to a scanner.
 */
final class TestSecrets {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z0-9-]+)}}");
  private static final String LETTERS =
      "a1B2c3D4e5F6g7H8i9J0kLmNoPqRsTuVwXyZ0918273645AbCdEfGhIjKlMnOpQrStUvWxYz";

  private static final Map<String, String> BY_NAME = new TreeMap<>();

  static {
    put("pw", "hunter" + "2!x");
    put("amp", "Tr0ub4dor" + "&3;x,y");
    put("doubled", "it" + "''" + "s");
    put("weak", "swordfish");
    put("phrase", "correct horse " + "battery staple");
    put("pw-at", "p@ss" + "w0rd?x#y");
    put("cookie", "sid=" + chars(24) + "; theme=dark");
    put("opaque", chars(24));
    put("hex", "9f86d081884c7d65" + "9a2feaa0c55ad015");
    put("aws", "AKIA" + "IOSFODNN7" + "EXAMPLE");
    put("aws-temporary", "ASIA" + "Y34FZKBOK" + "MUTVV7A");
    put("aws-secret", "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY");
    put("ghp", "ghp" + "_" + chars(36));
    put("gho", "gho" + "_" + chars(36));
    put("ghu", "ghu" + "_" + chars(36));
    put("ghs", "ghs" + "_" + chars(36));
    put("ghr", "ghr" + "_" + chars(36));
    put("ghp-cut", "ghp" + "_" + chars(20));
    put("github-pat", "github" + "_pat_" + chars(22) + "_" + chars(59));
    put("glpat", "glpat" + "-" + chars(20));
    put("npm", "npm" + "_" + chars(36));
    put("xoxb", "xoxb" + "-123456789012-1234567890123-" + chars(24));
    put("xoxp", "xoxp" + "-123456789012-123456789012-" + chars(32));
    put("xoxa", "xoxa" + "-2-" + chars(24));
    put("xoxe", "xoxe" + "-1-" + chars(40));
    put("xapp", "xapp" + "-1-A0123456789-1234567890123-" + chars(40));
    put("slack-path", "T0" + "1234567/B0" + "1234567/" + chars(24));
    put("sk-live", "sk" + "_live_" + chars(24));
    put("sk-test", "sk" + "_test_" + chars(24));
    put("rk-live", "rk" + "_live_" + chars(24));
    put("whsec", "whsec" + "_" + chars(32));
    put("aiza", "AI" + "za" + chars(35));
    put("ya29", "ya" + "29." + chars(60));
    put("gocspx", "GOCSPX" + "-" + chars(28));
    put("anthropic", "sk-" + "ant-api03-" + chars(60));
    put("openai", "sk-" + chars(48));
    put("openai-project", "sk-" + "proj-" + chars(60));
    put("jwt", jwt(true));
    put("jwt-cut", jwt(false));
    put(
        "jwe",
        base64Url("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}")
            + ".."
            + chars(16)
            + "."
            + chars(30)
            + "."
            + chars(22));
    put("own-secret", chars(40));
    put("basic", base64("aladdin:open" + "sesame"));
    put("basic-unpadded", base64("a:bcdefg").replace("=", ""));
    put("visa", "4111" + "1111" + "1111" + "1111");
    put("visa-spaced", "4111 " + "1111 " + "1111 " + "1111");
    put("visa-dashed", "4111-" + "1111-" + "1111-" + "1111");
    put("visa-19", "4000" + "0000" + "0000" + "0000" + "121");
    put("visa-13", "4222" + "2222" + "22222");
    put("mastercard", "5555" + "5555" + "5555" + "4444");
    put("mastercard-2", "2223" + "0031" + "2200" + "3222");
    put("amex", "3782" + "822463" + "10005");
    put("amex-spaced", "3782 " + "822463 " + "10005");
    put("diners", "3056" + "9309" + "0259" + "04");
    put("diners-spaced", "3056 " + "930902 " + "5904");
    put("discover", "6011" + "1111" + "1111" + "1117");
    put("jcb", "3530" + "1113" + "3330" + "0000");
    put("unionpay", "6200" + "0000" + "0000" + "0005");
    put("email", "alice" + "@example.com");
    put("pem", pem("", "\n"));
    put("pem-first-line", pem("", "\n").lines().findFirst().orElseThrow());
    put("pem-last-line", pem("", "\n").lines().reduce((before, line) -> line).orElseThrow());
    put("pem-rsa", pem("RSA ", "\n"));
    put("pem-ec", pem("EC ", "\n"));
    put("pem-openssh", pem("OPENSSH ", "\n"));
    put("pem-crlf", pem("", "\r\n"));
    put("pem-escaped", pem("", "\\n"));
    put("pem-escaped-twice", pem("", "\\\\n"));
    put("pem-spaces", pem("", " "));
    put(
        "pem-encrypted",
        pem("RSA ", "\n")
            .replace(
                "KEY-----\nMI",
                "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF\n\nMI"));
    put("pem-cut", pem("", "\n").substring(0, 120));
    put("pem-cut-in-footer", pem("", "\n").substring(0, pem("", "\n").length() - 12));
    put("pem-tail", pem("", "\n").substring(40));
  }

  private TestSecrets() {}

  /** All of them, by name. */
  static Map<String, String> byName() {
    return BY_NAME;
  }

  static String named(String name) {
    var secret = BY_NAME.get(name);
    if (secret == null) {
      throw new IllegalArgumentException("No secret is named " + name);
    }
    return secret;
  }

  /** The template with secrets in the place of {@code {{name}}}, and line ends of \n. */
  static String fill(String template) {
    return replace(template, null);
  }

  /** The template with the marker in the place of {@code {{name}}}. */
  static String redacted(String template, String label) {
    return replace(template, "[REDACTED:" + label + "]");
  }

  /** The secrets that stand in the template. */
  static List<String> in(String template) {
    return PLACEHOLDER.matcher(template).results().map(match -> named(match.group(1))).toList();
  }

  private static String replace(String template, String marker) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(
            match ->
                java.util.regex.Matcher.quoteReplacement(
                    marker == null ? named(match.group(1)) : marker))
        .replace("¶", "\n");
  }

  private static void put(String name, String secret) {
    BY_NAME.put(name, secret);
  }

  private static String chars(int count) {
    return LETTERS.substring(0, count);
  }

  private static String jwt(boolean signed) {
    var token =
        base64Url("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")
            + "."
            + base64Url("{\"sub\":\"1234567890\",\"name\":\"Nobody\"}");
    return signed ? token + "." + chars(43) : token;
  }

  private static String pem(String type, String lineEnd) {
    var dashes = "-".repeat(5);
    var secret = type + "PRIVATE" + " KEY";
    return dashes + "BEGIN " + secret + dashes + lineEnd + "MIIE" + chars(60) + lineEnd + chars(62)
        + "+/" + lineEnd + chars(18) + "==" + lineEnd + dashes + "END " + secret + dashes;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64Url(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
