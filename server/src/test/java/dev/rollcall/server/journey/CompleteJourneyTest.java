package dev.rollcall.server.journey;

import static dev.rollcall.server.journey.Choice.all;
import static dev.rollcall.server.journey.Choice.any;
import static dev.rollcall.server.journey.Choice.anyOf;
import static dev.rollcall.server.journey.Choice.not;
import static dev.rollcall.server.journey.Choice.on;
import static dev.rollcall.server.journey.ContactForm.CUSTOMER_ID;
import static dev.rollcall.server.journey.ContactForm.MD5;
import static dev.rollcall.server.journey.ContactForm.PLAIN;
import static dev.rollcall.server.journey.ContactForm.UNTIDY;
import static dev.rollcall.server.journey.ContactForm.UPPER_SHA256;
import static dev.rollcall.server.journey.ContactForm.UPPER_SHA256_OF_MD5;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The main job on a grocer's real campaigns, over HTTP, against a plain set calculation. Whatever a
 * test does to the shop it does to the plain one, so the tests may run in any order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf(
    value = "dev.rollcall.server.journey.CompleteJourney#isThere",
    disabledReason = "shared/data/complete-journey is not beside the project")
final class CompleteJourneyTest {
  private static final String MIXED = "Campaigns 18 and 27 in several forms";
  private static final String BOTH = "18 and 13, not 8";
  private static final String LINE_ITEM = "9007199254740993";
  private static final List<String> STRANGERS =
      IntStream.range(9_000_000, 9_000_250).mapToObj(String::valueOf).toList();

  private final PlainShop plain = new PlainShop();
  private CompleteJourney journey;
  private ShopServer server;
  private Shop shop;

  @BeforeAll
  void openShop(@TempDir Path folder) throws IOException {
    journey = CompleteJourney.read();
    server = new ShopServer(folder);
    shop = server.shop();
    know(journey.households());
    makeLists();
    makeAudiences();
  }

  @AfterAll
  void closeShop() {
    server.close();
  }

  private void know(Collection<String> households) {
    server.importIdentities(households);
    plain.know(households);
  }

  /** Each campaign is a list; its households are told in one of all forms, the next one in turn. */
  private void makeLists() {
    List<ContactForm> forms = List.of(ContactForm.values());
    List<String> campaigns = List.copyOf(journey.campaigns().keySet());
    NavigableMap<String, String> types = new TreeMap<>();
    for (int i = 0; i < campaigns.size(); i++)
      types.put(list(campaigns.get(i)), forms.get(i % forms.size()).type());
    types.put(MIXED, PLAIN.type());
    types.keySet().forEach(plain::makeList);
    shop.makeLists(types);
    for (int i = 0; i < campaigns.size(); i++)
      add(list(campaigns.get(i)), forms.get(i % forms.size()), journey.campaign(campaigns.get(i)));
    Set<String> some = journey.campaign("18");
    Set<String> others = journey.campaign("27");
    add(MIXED, PLAIN, some);
    add(MIXED, UPPER_SHA256, some);
    add(MIXED, MD5, others);
    add(MIXED, UPPER_SHA256_OF_MD5, others);
    add(MIXED, UNTIDY, others);
    add(MIXED, PLAIN, STRANGERS);
    add(MIXED, MD5, STRANGERS);
  }

  private void makeAudiences() {
    List<String> large = ofType("Type A");
    List<String> small = ofType("Type C");
    NavigableMap<String, Choice> choices = new TreeMap<>();
    choices.put(BOTH, all(campaign(18), campaign(13), not(campaign(8))));
    choices.put("Any Type A, not any Type C", all(anyOf(large), not(anyOf(small))));
    choices.put("Every Type A", all(campaign(8), campaign(13), campaign(18), campaign(27)));
    choices.put("Any campaign", anyOf(List.copyOf(plain.segments().keySet())));
    choices.put("By number or by address", any(campaign(10), campaign(19), campaign(2)));
    choices.put("By number and by address", all(campaign(10), any(campaign(11), campaign(13))));
    choices.put("Exactly one of 8 and 13", exactlyOne(campaign(8), campaign(13)));
    choices.put("Mixed, not 27", all(on(MIXED), not(campaign(27))));
    choices.put("Nobody", all(campaign(18), not(campaign(18))));
    choices.put("Twice not", all(not(not(campaign(22))), not(campaign(18))));
    choices.put("One", campaign(1));
    choices.put("Deep", deep());
    choices.forEach(plain::makeAudience);
    shop.makeAudiences(choices);
  }

  private static Choice exactlyOne(Choice one, Choice other) {
    return all(any(one, other), not(all(one, other)));
  }

  /** Eight groups inside each other, as many as are allowed. */
  private static Choice deep() {
    Choice inmost = all(campaign(20), any(campaign(16), campaign(17)));
    Choice inner = all(campaign(12), any(campaign(22), inmost));
    Choice middle = all(campaign(8), not(any(campaign(14), inner)));
    return all(campaign(18), not(any(campaign(13), middle)));
  }

  private List<String> ofType(String type) {
    return journey.types().entrySet().stream()
        .filter(entry -> entry.getValue().equals(type))
        .map(entry -> list(entry.getKey()))
        .toList();
  }

  private static Choice campaign(int campaign) {
    return on(list(Integer.toString(campaign)));
  }

  private static String list(String campaign) {
    return "Campaign " + campaign;
  }

  private void add(String list, ContactForm form, Collection<String> households) {
    shop.amend(list, true, form, households);
    plain.amend(list, true, form, households);
  }

  private void remove(String list, ContactForm form, Collection<String> households) {
    shop.amend(list, false, form, households);
    plain.amend(list, false, form, households);
  }

  private void clear(String list) {
    shop.clear(list);
    plain.clear(list);
  }

  private void checkLookups() {
    checkLookups(plain.audiences());
  }

  private void checkLookups(Map<String, Set<String>> audiences) {
    assertThat(shop.lookup(CUSTOMER_ID, plain.known()).audiences()).isEqualTo(audiences);
    assertThat(shop.lookup(PLAIN, plain.known()).audiences()).isEqualTo(audiences);
  }

  @Test
  void the_campaigns_are_those_of_the_year() {
    assertThat(journey.campaigns()).hasSize(27).containsOnlyKeys(journey.types().keySet());
    assertThat(journey.campaign("18")).hasSize(1_133);
    assertThat(plain.audience(BOTH)).isNotEmpty();
    assertThat(plain.audience("Deep")).isNotEmpty();
  }

  @Test
  void every_size_in_a_snapshot_is_that_of_the_plain_set() {
    checkSizes();
  }

  private void checkSizes() {
    JsonNode snapshot = shop.snapshot(server.compute());
    assertThat(shop.segmentSizes(snapshot)).isEqualTo(PlainShop.sizes(plain.segments()));
    assertThat(shop.audienceSizes(snapshot)).isEqualTo(PlainShop.sizes(plain.audiences()));
    assertThat(snapshot.path("users").asInt()).isEqualTo(plain.known().size());
  }

  @Test
  void every_statistic_is_that_of_the_plain_list() {
    checkStatistics();
    assertThat(plain.statistics())
        .hasEntrySatisfying(MIXED, told -> assertThat(told.rate()).isBetween(50.0, 99.9));
  }

  private void checkStatistics() {
    assertThat(shop.statistics()).isEqualTo(plain.statistics());
  }

  @Test
  void every_household_is_found_in_its_audiences_by_number_and_by_address() {
    checkLookups();
  }

  @Test
  void a_stranger_is_in_no_audience() {
    assertThat(shop.lookup(CUSTOMER_ID, List.of("0")).audiences().values()).allMatch(Set::isEmpty);
  }

  @Test
  void an_algebra_one_group_deeper_than_allowed_is_refused() {
    JsonNode answer = shop.tryAudience("Too deep", all(campaign(1), deep()));
    assertThat(answer.path("data")).isEmpty();
    assertThat(answer.path("errors").path(0).path("code").asString()).isEqualTo("algebra-too-deep");
  }

  @Test
  void an_amendment_shows_in_the_next_lookup() {
    List<String> off = plain.audience(BOTH).stream().limit(40).toList();
    remove(list("18"), UPPER_SHA256_OF_MD5, off);
    checkLookups();
    Set<String> on = journey.campaign("2");
    add(list("18"), MD5, on);
    checkLookups();
    add(list("18"), MD5, off);
    checkLookups();
    checkStatistics();
    checkSizes();
  }

  @Test
  void a_cleared_list_is_empty_at_once_and_can_be_filled_again() {
    clear(list("10"));
    checkLookups();
    checkStatistics();
    add(list("10"), CUSTOMER_ID, journey.campaign("10"));
    checkLookups();
  }

  @Test
  void a_line_item_is_served_to_the_audience_it_targets() {
    Set<String> chosen = plain.audience(BOTH);
    shop.putLineItem(LINE_ITEM, "2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z");
    assertThat(servedWith(LINE_ITEM)).isEqualTo(plain.known());
    shop.target(LINE_ITEM, "include", BOTH);
    assertThat(servedWith(LINE_ITEM)).isEqualTo(chosen);
    shop.target(LINE_ITEM, "exclude", BOTH);
    assertThat(servedWith(LINE_ITEM))
        .hasSize(plain.known().size() - chosen.size())
        .doesNotContainAnyElementsOf(chosen);
    shop.putLineItem(LINE_ITEM, "2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z");
    assertThat(servedWith(LINE_ITEM)).isEmpty();
  }

  private Set<String> servedWith(String lineItem) {
    return shop.lookup(CUSTOMER_ID, plain.known()).lineItems().getOrDefault(lineItem, Set.of());
  }

  @Test
  void strangers_on_a_list_match_once_the_graph_knows_them() {
    List<String> some = STRANGERS.stream().limit(100).toList();
    assertThat(plain.known()).doesNotContainAnyElementsOf(some);
    know(some);
    checkLookups();
    checkStatistics();
    checkSizes();
  }

  @Test
  void with_scheduled_publication_a_change_waits_for_noon() {
    server.compute();
    Map<String, Set<String>> before = plain.audiences();
    shop.publish("scheduled");
    checkLookups(before);
    Set<String> more = journey.campaign("22");
    add(list("13"), PLAIN, more);
    clear(list("8"));
    assertThat(plain.audiences()).isNotEqualTo(before);
    checkLookups(before);
    JsonNode run = server.waitForNoon();
    assertThat(run.path("attributes").path("state").asString()).isEqualTo("succeeded");
    checkLookups();
    shop.publish("continuous");
    add(list("8"), MD5, journey.campaign("8"));
    remove(list("13"), PLAIN, more);
    add(list("13"), PLAIN, journey.campaign("13"));
    checkLookups();
  }
}
