package dev.rollcall.http.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Which addresses of the network a message may be carried to. */
public enum Targets {
  /** Those of the internet alone, so that nobody reaches by this server what only it can reach. */
  PUBLIC,
  /** All, and without TLS too; for tries, and for receivers in a network of one's own. */
  ANY;

  boolean allows(InetAddress address) {
    return this == ANY || isPublic(address);
  }

  private static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) return false;
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    int third = bytes[2] & 0xff;
    return address instanceof Inet4Address
        ? isPublic4(first, second, third)
        : isPublic6(first << 8 | second, third << 8 | (bytes[3] & 0xff));
  }

  /** What IANA's registry of special-purpose addresses has that Java does not name. */
  private static boolean isPublic4(int first, int second, int third) {
    return first != 0
        && first < 240
        && !(first == 100 && (second & 0xc0) == 64)
        && !(first == 192 && second == 0 && (third == 0 || third == 2))
        && !(first == 198 && (second & 0xfe) == 18)
        && !(first == 198 && second == 51 && third == 100)
        && !(first == 203 && second == 0 && third == 113);
  }

  /** Global unicast without what is made of IPv4 addresses or for examples. */
  private static boolean isPublic6(int first, int second) {
    return (first & 0xe000) == 0x2000
        && first != 0x2002
        && !(first == 0x2001 && (second < 0x200 || second == 0xdb8))
        && first != 0x3fff;
  }
}
