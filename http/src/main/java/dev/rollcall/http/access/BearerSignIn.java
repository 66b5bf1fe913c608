package dev.rollcall.http.access;

import dev.rollcall.http.Caller;
import dev.rollcall.http.Request;
import dev.rollcall.http.SignIn;
import org.jspecify.annotations.Nullable;

/** Knows a caller by the bearer token of its request. */
public final class BearerSignIn implements SignIn {
  private static final String SCHEME = "Bearer ";

  private final Tokens tokens;
  private final Directory directory;

  public BearerSignIn(Tokens tokens, Directory directory) {
    this.tokens = tokens;
    this.directory = directory;
  }

  @Override
  public boolean ready() {
    return directory.isCurrent();
  }

  @Override
  public Caller caller(Request request) {
    @Nullable String header = request.headers().first("authorization");
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
      throw Tokens.invalid();
    long applicationId = tokens.applicationId(header.substring(SCHEME.length()).strip());
    return directory.find(applicationId).orElseThrow(Tokens::invalid);
  }
}
