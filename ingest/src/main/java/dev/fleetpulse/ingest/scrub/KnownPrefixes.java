package dev.fleetpulse.ingest.scrub;

import static dev.fleetpulse.ingest.scrub.SecretPrefix.anywhere;
import static dev.fleetpulse.ingest.scrub.SecretPrefix.word;

import java.util.List;

/**
 * Prefixes that well-known services give their secrets. The least lengths are below the true ones,
 * because a text that was cut may hold most of a secret, and never below the length of the marker,
 * so that a name of limited length does not grow beyond it by scrubbing.
 */
final class KnownPrefixes {
  static final List<SecretPrefix> ALL =
      List.of(
          anywhere(Kind.GITHUB, "ghp_", Alphabet.ALNUM, 16),
          anywhere(Kind.GITHUB, "gho_", Alphabet.ALNUM, 16),
          anywhere(Kind.GITHUB, "ghu_", Alphabet.ALNUM, 16),
          anywhere(Kind.GITHUB, "ghs_", Alphabet.ALNUM, 16),
          anywhere(Kind.GITHUB, "ghr_", Alphabet.ALNUM, 16),
          anywhere(Kind.GITHUB, "github_pat_", Alphabet.WORD, 16),
          word(Kind.GITLAB, "glpat-", Alphabet.BASE64URL, 20),
          new SecretPrefix(Kind.NPM, "npm_", Alphabet.ALNUM, 36, 36, true),
          word(Kind.SLACK, "xoxa-", Alphabet.DASHED, 12),
          word(Kind.SLACK, "xoxb-", Alphabet.DASHED, 12),
          word(Kind.SLACK, "xoxe-", Alphabet.DASHED, 12),
          word(Kind.SLACK, "xoxo-", Alphabet.DASHED, 12),
          word(Kind.SLACK, "xoxp-", Alphabet.DASHED, 12),
          word(Kind.SLACK, "xoxr-", Alphabet.DASHED, 12),
          word(Kind.SLACK, "xoxs-", Alphabet.DASHED, 12),
          word(Kind.SLACK, "xapp-", Alphabet.DASHED, 12),
          anywhere(Kind.STRIPE, "sk_live_", Alphabet.ALNUM, 16),
          anywhere(Kind.STRIPE, "sk_test_", Alphabet.ALNUM, 16),
          anywhere(Kind.STRIPE, "rk_live_", Alphabet.ALNUM, 16),
          anywhere(Kind.STRIPE, "rk_test_", Alphabet.ALNUM, 16),
          anywhere(Kind.STRIPE, "whsec_", Alphabet.BASE64, 16),
          new SecretPrefix(Kind.GOOGLE, "AIza", Alphabet.BASE64URL, 35, 39, true),
          word(Kind.GOOGLE, "ya29.", Alphabet.BASE64URL, 20),
          anywhere(Kind.GOOGLE, "GOCSPX-", Alphabet.BASE64URL, 16),
          word(Kind.ANTHROPIC, "sk-ant-", Alphabet.BASE64URL, 20),
          word(Kind.OPENAI, "sk-proj-", Alphabet.BASE64URL, 20),
          word(Kind.OPENAI, "sk-svcacct-", Alphabet.BASE64URL, 20),
          word(Kind.OPENAI, "sk-", Alphabet.ALNUM, 40));

  private KnownPrefixes() {}
}
