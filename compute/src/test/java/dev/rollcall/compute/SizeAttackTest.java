package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.identity.KeySecret;
import dev.rollcall.identity.Panel;
import dev.rollcall.members.Members;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The attack on audience sizes that Venkatadri and others published in 2018, and what else can be
 * tried: the attacker uploads lists of people it knows to be users and wants to learn whether one
 * more is.
 *
 * <p>An attack's advantage is how much more often it says yes of a user than of a stranger: 1 for
 * one that knows, 0 for one that guesses.
 */
class SizeAttackTest {
  private static final int VICTIMS = 1_000;
  private static final long RETAILER_USERS = 1_000_000;

  /** Users of one whom the attacker adds users to. */
  private static final long RETAILER_PADDED = 100_000;

  /** The bound, and three deviations of what so many victims show of it. */
  private static final double BOUND =
      1.0 / Panel.ONE_IN + 3 * Math.sqrt(1.0 / Panel.ONE_IN / VICTIMS);

  private final Panel panel = KeySecret.derive(new byte[32], new byte[16]).panel();
  private final long[] chosen = new long[Members.BLOCK_WORDS];
  private final Random random = new Random(5);

  private Tally user(int ordinal) {
    boolean on = (chosen[ordinal >>> 6] >>> ordinal & 1) != 0;
    return on ? new Tally(1, 1, panel.mark(ordinal)) : new Tally(1, 0, 0);
  }

  private Size measured(Tally tally) {
    return Size.of(tally, RETAILER_USERS, Size.Right.MEASURED, panel);
  }

  private static Object rounded(Tally tally) {
    return tally.users() < Panel.MINIMUM ? "few" : Math.round(tally.users() / 100.0);
  }

  /** Different people of the first block, the victim first. */
  private int[] people(int count) {
    return random.ints(0, Members.BLOCK_USERS).distinct().limit(count).toArray();
  }

  /** Pads a list until one more would show, then adds the victim: whether that shows. */
  private boolean paddedToThreshold(Function<Tally, Object> told, boolean victimIsUser) {
    int[] people = people(3_000);
    Tally list = Tally.NONE;
    for (int i = 1; i < 2_000; i++) list = list.plus(user(people[i]));
    for (int i = 2_000; i < people.length; i++) {
      Tally padded = list.plus(user(people[i]));
      if (!told.apply(padded).equals(told.apply(list))) break;
      list = padded;
    }
    Tally withVictim = victimIsUser ? list.plus(user(people[0])) : list;
    return !told.apply(withVictim).equals(told.apply(list));
  }

  private double advantage(Function<Boolean, Boolean> attack) {
    panel.copyBlock(0, chosen);
    double yes = 0;
    for (int i = 0; i < VICTIMS; i++) {
      yes += attack.apply(true) ? 1 : 0;
      yes -= attack.apply(false) ? 1 : 0;
    }
    return yes / VICTIMS;
  }

  @Test
  void padding_to_the_threshold_tells_everybody_where_sizes_are_only_rounded() {
    assertThat(advantage(user -> paddedToThreshold(SizeAttackTest::rounded, user))).isEqualTo(1);
  }

  @Test
  void padding_to_the_threshold_fails_where_sizes_are_measured() {
    assertThat(advantage(user -> paddedToThreshold(this::measured, user))).isBetween(0.0, BOUND);
  }

  /**
   * Without a graph: adds identifiers of its own, each one user more, to where that shows in what
   * part some set is. Then it adds the victim's, who is a user more unless somebody has the victim
   * on a list.
   *
   * @param before whether it can work out where that is, and stops one before
   */
  private boolean retailerPadded(LongUnaryOperator told, boolean before, boolean victimIsUser) {
    Tally set = new Tally(0, 4_500 + random.nextInt(1_000), random.nextLong());
    LongFunction<Size> part =
        users -> Size.of(set, told.applyAsLong(users), Size.Right.MEASURED, panel);
    long users = RETAILER_PADDED + random.nextInt(4_000);
    while (part.apply(users + 1).equals(part.apply(users))) users++;
    if (!before) users++;
    return part.apply(users + (victimIsUser ? 0 : 1)).equals(part.apply(users));
  }

  @Test
  void padding_the_retailer_tells_everybody_where_its_users_are_counted() {
    assertThat(advantage(user -> retailerPadded(users -> users, true, user))).isEqualTo(1);
  }

  @Test
  void padding_the_retailer_fails_where_its_users_are_measured() {
    long[] about =
        LongStream.range(RETAILER_PADDED, RETAILER_PADDED + 16_000).map(panel::about).toArray();
    LongUnaryOperator told = users -> about[(int) (users - RETAILER_PADDED)];
    assertThat(advantage(user -> retailerPadded(told, false, user))).isBetween(-BOUND, BOUND);
  }

  /** Asks of the victim within many different lists, and takes any difference for a yes. */
  private boolean askedOften(boolean victimIsUser, int questions) {
    int[] people = people(4_000);
    for (int i = 0; i < questions; i++) {
      int from = 1 + random.nextInt(1_000);
      Tally list = Tally.NONE;
      for (int at = from; at < from + 2_500; at++) list = list.plus(user(people[at]));
      Tally withVictim = victimIsUser ? list.plus(user(people[0])) : list;
      if (!measured(withVictim).equals(measured(list))) return true;
    }
    return false;
  }

  @Test
  void asking_about_many_lists_tells_of_nobody_but_the_panel() {
    assertThat(advantage(user -> askedOften(user, 20))).isBetween(0.0, BOUND);
  }

  @Test
  void a_user_who_is_not_on_the_panel_changes_no_answer() {
    panel.copyBlock(0, chosen);
    int[] people = people(20_000);
    Tally list = Tally.NONE;
    for (int person : people) {
      Tally more = list.plus(user(person));
      if (more.onPanel() == list.onPanel()) assertThat(measured(more)).isEqualTo(measured(list));
      list = more;
    }
    assertThat(list.onPanel()).isPositive();
  }

  @Test
  void a_user_who_is_not_on_the_panel_changes_nothing_in_an_overlap() {
    panel.copyBlock(0, chosen);
    Tally[] parts = new Tally[8];
    Arrays.fill(parts, Tally.NONE);
    int[] people = people(20_000);
    for (int person : people) parts[1 + person % 7] = parts[1 + person % 7].plus(user(person));
    List<Long> ids = List.of(1L, 2L, 3L);
    Overlap told = Overlap.of(ids, parts, this::measured);
    assertThat(told.intersections()).hasSize(7);
    for (int i = 0; i < 500; i++) {
      Tally stranger = user(people[i]);
      if (stranger.onPanel() > 0) continue;
      parts[1 + i % 7] = parts[1 + i % 7].plus(stranger);
      assertThat(Overlap.of(ids, parts, this::measured)).isEqualTo(told);
    }
  }

  @Test
  void a_size_of_ten_thousand_is_told_to_about_four_percent() {
    panel.copyBlock(0, chosen);
    double[] errors = new double[200];
    for (int i = 0; i < errors.length; i++) {
      Tally list =
          Arrays.stream(people(10_000)).mapToObj(this::user).reduce(Tally.NONE, Tally::plus);
      errors[i] = Math.abs(measured(list).relative().orElseThrow() * RETAILER_USERS / 10_000 - 1);
    }
    Arrays.sort(errors);
    assertThat(errors[(int) (0.68 * errors.length)]).isLessThan(0.06);
    assertThat(errors[errors.length - 1]).isLessThan(0.25);
  }
}
