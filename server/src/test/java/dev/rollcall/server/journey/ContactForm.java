package dev.rollcall.server.journey;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** How a list may name a household: in every form in which the API takes identifiers. */
enum ContactForm {
  CUSTOMER_ID(Kind.CUSTOMER_ID) {
    @Override
    String of(String household) {
      return household;
    }
  },
  PLAIN(Kind.EMAIL) {
    @Override
    String of(String household) {
      return "household-" + household + "@example.com";
    }
  },
  UNTIDY(Kind.EMAIL) {
    @Override
    String of(String household) {
      return "  Household-" + household + "@EXAMPLE.com ";
    }
  },
  SHA256(Kind.EMAIL) {
    @Override
    String of(String household) {
      return hex("SHA-256", PLAIN.of(household));
    }
  },
  UPPER_SHA256(Kind.EMAIL) {
    @Override
    String of(String household) {
      return SHA256.of(household).toUpperCase(Locale.ROOT);
    }
  },
  MD5(Kind.HASHED_EMAIL) {
    @Override
    String of(String household) {
      return hex("MD5", PLAIN.of(household));
    }
  },
  UPPER_MD5(Kind.HASHED_EMAIL) {
    @Override
    String of(String household) {
      return MD5.of(household).toUpperCase(Locale.ROOT);
    }
  },
  SHA256_OF_MD5(Kind.HASHED_EMAIL) {
    @Override
    String of(String household) {
      return hex("SHA-256", MD5.of(household));
    }
  },
  UPPER_SHA256_OF_MD5(Kind.HASHED_EMAIL) {
    @Override
    String of(String household) {
      return SHA256_OF_MD5.of(household).toUpperCase(Locale.ROOT);
    }
  };

  /**
   * Forms that are the same identifier to whoever knows nothing more: an address and its SHA-256
   * are one, its MD5 and the SHA-256 of that are another.
   */
  enum Kind {
    CUSTOMER_ID,
    EMAIL,
    HASHED_EMAIL
  }

  private final Kind kind;

  ContactForm(Kind kind) {
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  /** The name of the identifier type on the wire. */
  String type() {
    return kind == Kind.CUSTOMER_ID ? "CustomerId" : "Email";
  }

  abstract String of(String household);

  private static String hex(String algorithm, String text) {
    try {
      byte[] hash = MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
