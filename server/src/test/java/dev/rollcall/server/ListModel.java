package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a contact list must hold, by plain sets: all that was acknowledged, and perhaps the one
 * amendment that was under way when its server was killed.
 */
final class ListModel {
  private final String account;
  private final String segment;
  private final String audience;
  private final List<String> shoppers;
  private final Random random;
  private Set<String> acknowledged = new TreeSet<>();
  private Set<String> underWay = acknowledged;

  /**
   * A list that is empty.
   *
   * @param audience one of exactly those on the list
   * @param shoppers who may be on the list
   */
  ListModel(String account, String segment, String audience, List<String> shoppers, Random random) {
    this.account = account;
    this.segment = segment;
    this.audience = audience;
    this.shoppers = shoppers;
    this.random = random;
  }

  String segment() {
    return segment;
  }

  String audience() {
    return audience;
  }

  /** Amends the list at random until the server is gone; returns what it acknowledged. */
  int amendUntilRefused(Wire wire) {
    int count = 0;
    while (amend(wire)) count++;
    return count;
  }

  private boolean amend(Wire wire) {
    underWay = new TreeSet<>(acknowledged);
    try {
      Wire.Answer answer;
      int kind = random.nextInt(20);
      if (kind == 0) {
        underWay.clear();
        answer = wire.clear(segment);
        assertThat(answer.status()).isEqualTo(201);
      } else if (kind == 1) {
        List<String> some = some();
        underWay = new TreeSet<>(some);
        answer = wire.replace(account, segment, some);
        assertThat(answer.status()).isEqualTo(200);
      } else {
        boolean add = kind < 12;
        List<String> some = some();
        if (add) underWay.addAll(some);
        else some.forEach(underWay::remove);
        answer = wire.amend(segment, add ? "add" : "remove", some);
        assertThat(answer.status()).isEqualTo(200);
      }
      acknowledged = underWay;
      return true;
    } catch (IOException e) {
      return false; // killed: whether it was carried out is open
    }
  }

  private List<String> some() {
    List<String> all = new ArrayList<>(shoppers);
    Collections.shuffle(all, random);
    int most = random.nextInt(4) == 0 ? shoppers.size() : 20;
    return all.subList(0, 1 + random.nextInt(most));
  }

  /** Checks what the list holds after a restart, and goes on from there. */
  void settle(Set<String> held) {
    assertThat(held).isIn(acknowledged, underWay);
    acknowledged = held;
    underWay = held;
  }
}
