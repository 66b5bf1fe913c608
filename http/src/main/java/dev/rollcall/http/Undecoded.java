package dev.rollcall.http;

import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncoding;
import java.util.Set;

/**
 * Leaves bodies as they came: the API inflates them itself, within its bounds, and refuses the
 * encodings it does not read.
 */
final class Undecoded implements ContentEncoding {
  @Override
  public Set<String> ids() {
    return Set.of("gzip", "deflate", "compress", "br", "zstd");
  }

  @Override
  public boolean supportsEncoding() {
    return false;
  }

  @Override
  public boolean supportsDecoding() {
    return true;
  }

  @Override
  public ContentDecoder decoder() {
    return ContentDecoder.NO_OP;
  }

  @Override
  public ContentEncoder encoder() {
    return ContentEncoder.NO_OP;
  }

  @Override
  public String name() {
    return "undecoded";
  }

  @Override
  public String type() {
    return "undecoded";
  }
}
