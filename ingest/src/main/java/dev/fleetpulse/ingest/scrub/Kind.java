package dev.fleetpulse.ingest.scrub;

import java.util.Locale;

/** What a secret was: it stands in its place and labels its count. */
public enum Kind {
  /** By name: password, passwd, pwd, passphrase. */
  PASSWORD,
  /** By name: secret, client secret, AWS secret access key. */
  SECRET,
  /** By name: token in the singular, bearer. */
  TOKEN,
  /** By name: API key, access key, account key. */
  API_KEY,
  /** By name: Authorization and Proxy-Authorization. */
  AUTHORIZATION,
  /** By name: Cookie, Set-Cookie and session ids of web frameworks. */
  COOKIE,
  /** By name, and PEM blocks. */
  PRIVATE_KEY,
  /** By name: credential, credentials. */
  CREDENTIALS,
  /** By a name or a prefix that the operator added. */
  CUSTOM,
  /** Access key ids, and the secret beside one. */
  AWS,
  /** Tokens of GitHub. */
  GITHUB,
  /** Tokens of GitLab. */
  GITLAB,
  /** Tokens of npm. */
  NPM,
  /** Tokens and webhook addresses of Slack. */
  SLACK,
  /** Keys and webhook secrets of Stripe. */
  STRIPE,
  /** API keys, access tokens and client secrets of Google. */
  GOOGLE,
  /** Keys of OpenAI. */
  OPENAI,
  /** Keys of Anthropic. */
  ANTHROPIC,
  /** The secret of a Fleetpulse key. */
  FLEETPULSE,
  /** JSON Web Tokens, signed or encrypted. */
  JWT,
  /** The value after {@code Bearer}. */
  BEARER,
  /** The value after {@code Basic}. */
  BASIC,
  /** The password in {@code scheme://user:password@host}. */
  URL_PASSWORD,
  /** Payment card numbers. */
  CARD,
  /** E-mail addresses, where the operator wants them out. */
  EMAIL;

  private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');
  private final String marker = "[REDACTED:" + label + "]";

  /** The kind as it is written, for example {@code api-key}. */
  public String label() {
    return label;
  }

  /** What stands in the place of a secret of this kind. */
  String marker() {
    return marker;
  }
}
