package dev.rollcall.audience;

/**
 * What tells that a request is an earlier one sent again: 128 bits of the hash of the key its
 * sender gave it, and 128 bits of the hash of its body.
 */
public record RetryKey(long keyHi, long keyLo, long bodyHi, long bodyLo) {}
