package dev.fleetpulse.ingest.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNamesTest {
  private final SecretNames names = new SecretNames(List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "PASSWORD",
        "PaSsWoRd",
        "pass_word",
        "pass-word",
        "dbPassword",
        "db_password",
        "userpassword",
        "PGPASSWORD",
        "passwd",
        "pwd",
        "passphrase",
        "secret",
        "clientSecret",
        "client_secret",
        "SECRET_KEY_BASE",
        "token",
        "accessToken",
        "GITHUB_TOKEN",
        "authtoken",
        "x-auth-token",
        "token2",
        "api_key",
        "apikey",
        "api-key",
        "x-api-key",
        "XApiKey",
        "APIKey",
        "authorization",
        "Proxy-Authorization",
        "authorizationHeader",
        "cookie",
        "Set-Cookie",
        "private_key",
        "privateKey",
        "credentials",
        "AccountKey",
        "aws_secret_access_key"
      })
  void isSecret(String name) {
    assertThat(names.kindOf(name)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "t",
        "tokens",
        "totalTokens",
        "tokenCount",
        "token_count",
        "maxTokens",
        "maxToken",
        "max_token",
        "prompt_tokens",
        "inputToken",
        "tokenType",
        "tokenizer",
        "costPerToken",
        "author",
        "authors",
        "authorId",
        "secretary",
        "passwordless",
        "passenger",
        "compass",
        "bypass",
        "passwordPolicy",
        "passwordLength",
        "hasPassword",
        "isToken",
        "secretName",
        "secretArn",
        "privateKeyPath",
        "cookieName",
        "cookieConsent",
        "authorizationUrl",
        "credentialsProvider",
        "apiKeyId",
        "accessKeyId",
        "key",
        "monkey",
        "keyboard",
        "auth",
        "instanceId",
        "timestamp",
        "traceId",
        "session",
        "keys"
      })
  void isNoSecret(String name) {
    assertThat(names.kindOf(name)).isNull();
  }
}
