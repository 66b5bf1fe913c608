package dev.rollcall.http.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Application;
import dev.rollcall.audience.Permission;
import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import dev.rollcall.http.Client;
import dev.rollcall.http.Version;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharingRoutesTest {
  private static final byte[] NOTHING = {};
  private static final String ALL = "'sharingStatus':'SharedWithAll'";
  private static final String CHOSEN = "'sharingStatus':'SharedWithDemandAccounts'";

  private final ApiHarness api = new ApiHarness();
  private final Client owner = api.as("owner");
  private final String list = list("loyal");

  @AfterEach
  void close() {
    api.close();
  }

  private String list(String name) {
    String id =
        owner
            .post(
                "/accounts/3/audience-segments/create",
                "{'data':[{'attributes':{'name':'%s','retailerId':'11','contactList':{'identifierType':'CustomerId'}}}]}"
                    .formatted(name))
            .id();
    amend(owner, id);
    return id;
  }

  private static Answer amend(Client client, String segment) {
    return client.post(
        "/audience-segments/" + segment + "/contact-list/add-remove",
        "{'data':{'attributes':{'operation':'add','identifiers':['C1','C2']}}}");
  }

  private static String sharing(int account, String segment) {
    return "/v1/accounts/" + account + "/audience-segments/" + segment + "/sharing";
  }

  private Answer share(String attributes) {
    return owner.put(sharing(3, list), "{'data':{'attributes':{" + attributes + "}}}");
  }

  private Answer unshare() {
    return owner.send("DELETE", sharing(3, list), NOTHING);
  }

  private static Answer search(Client client, int account, String filter) {
    return client.post(
        "/accounts/" + account + "/audience-segments/search",
        "{'data':{'attributes':{" + filter + "}}}");
  }

  private static List<String> found(Client client, int account, String filter) {
    Answer answer = search(client, account, filter);
    assertThat(answer.at("/meta/totalItems").intValue()).isEqualTo(answer.ids().size());
    return answer.ids();
  }

  private static Answer audience(Client client, int account, int retailer, String segment) {
    return client.post(
        "/accounts/" + account + "/audiences/create",
        "{'data':[{'attributes':{'name':'theirs','retailerId':'%d','algebra':{'audienceSegmentId':'%s'}}}]}"
            .formatted(retailer, segment));
  }

  private static void checkRefused(Answer answer, int status, String problem) {
    assertThat(answer.problems()).containsExactly(problem);
    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void whoItIsSharedWithFindsItReadOnlyAndNobodyElseFindsIt() {
    assertThat(found(api.manager, 1, "")).isEmpty();
    assertThat(share(CHOSEN + ",'accountIds':['1']").status()).isEqualTo(200);
    String contactList = "/data/0/attributes/contactList";
    Answer seen = search(api.manager, 1, "'audienceSegmentIds':['" + list + "']");
    assertThat(seen.at(contactList + "/isReadOnly").booleanValue()).isTrue();
    assertThat(seen.text(contactList + "/sharingStatus")).isEqualTo("SharedWithDemandAccounts");
    assertThat(seen.text("/data/0/attributes/accountId")).isEqualTo("3");
    assertThat(found(api.stranger, 2, "")).isEmpty();
    share(ALL);
    assertThat(found(api.stranger, 2, "'retailerIds':['11']")).containsExactly(list);
    assertThat(found(api.stranger, 2, "'retailerIds':['13']")).isEmpty();
    String mine = api.list("mine", "Email");
    assertThat(found(api.manager, 1, "")).containsExactly(list, mine);
    Answer second = api.manager.post("/accounts/1/audience-segments/search?offset=1&limit=1", "{}");
    assertThat(second.ids()).containsExactly(mine);
    assertThat(second.at("/meta/totalItems").intValue()).isEqualTo(2);
    Answer own = search(owner, 3, "");
    assertThat(own.at(contactList + "/isReadOnly").booleanValue()).isFalse();
    assertThat(own.text(contactList + "/sharingStatus")).isEqualTo("SharedWithAll");
    assertThat(unshare().status()).isEqualTo(204);
    assertThat(found(api.manager, 1, "")).containsExactly(mine);
    assertThat(unshare().status()).isEqualTo(204);
  }

  @Test
  void itsOwnerIsToldWithWhomItIsSharedAndWhoUsesIt() {
    String attributes =
        "{'sharingStatus':'%s','accountIds':[%s],'statisticsAllowed':%s,'usedBy':[%s]}";
    assertThat(owner.get(sharing(3, list)).at("/data/attributes").toString().replace('"', '\''))
        .isEqualTo(attributes.formatted("NotShared", "", "false", ""));
    share(CHOSEN + ",'accountIds':['2',1],'statisticsAllowed':true");
    audience(api.manager, 1, 11, list);
    audience(owner, 3, 11, list);
    Answer told = owner.get(sharing(3, list));
    assertThat(told.text("/data/type")).isEqualTo("ContactListSharing");
    assertThat(told.at("/data/attributes").toString().replace('"', '\''))
        .isEqualTo(
            attributes.formatted(
                "SharedWithDemandAccounts",
                "'1','2'",
                "true",
                "{'accountId':'1','accountName':'Brand','audiences':1}"));
    checkRefused(api.manager.get(sharing(1, list)), 403, "permission-denied");
  }

  @Test
  void whoItIsSharedWithCannotChangeIt() {
    share(ALL);
    String operation =
        owner.get("/v1/accounts/3/audience-segments/" + list + "/history").text("/data/0/id");
    String lists = "/accounts/1/audience-segments";
    String own = "/v1/accounts/1/audience-segments/" + list;
    String rename = "{'data':[{'id':'%s','attributes':{'name':'x'}}]}".formatted(list);
    String back = "{'data':{'attributes':{'operation':'" + operation + "'}}}";
    String readOnly = "segment-read-only";
    checkRefused(api.manager.patch(lists, rename), 200, readOnly + " @data/0");
    checkRefused(
        api.manager.post(lists + "/delete", "{'data':[{'id':'" + list + "'}]}"),
        200,
        readOnly + " @data/0");
    checkRefused(amend(api.manager, list), 400, readOnly);
    checkRefused(
        api.manager.post("/audience-segments/" + list + "/contact-list/clear", ""), 400, readOnly);
    checkRefused(api.manager.post(own + "/replace", ""), 400, readOnly);
    checkRefused(api.manager.post(own + "/history/" + operation + "/undo", ""), 400, readOnly);
    checkRefused(api.manager.post(own + "/restore", back), 400, readOnly);
    checkRefused(
        api.manager.put(sharing(1, list), "{'data':{'attributes':{" + ALL + "}}}"), 400, readOnly);
    checkRefused(api.manager.send("DELETE", sharing(1, list), NOTHING), 400, readOnly);
    assertThat(
            owner
                .get("/accounts/3/audience-segments/" + list + "/contact-list")
                .at("/data/attributes/numberOfIdentifiers")
                .intValue())
        .isEqualTo(2);
  }

  /** By the account in the path; the operations on a list name none, and then the owner counts. */
  @Test
  void anApplicationOfBothAccountsIsOwnerUnderOneAndUserUnderTheOther() {
    Client both =
        api.as(
            new Application(
                9,
                1,
                "both",
                "both",
                "",
                EnumSet.allOf(Permission.class),
                Set.of(1L, 3L),
                OptionalInt.empty(),
                true));
    share(ALL);
    String readOnly = "/data/0/attributes/contactList/isReadOnly";
    assertThat(search(both, 1, "").at(readOnly).booleanValue()).isTrue();
    assertThat(search(both, 3, "").at(readOnly).booleanValue()).isFalse();
    String rename = "{'data':[{'id':'%s','attributes':{'name':'x'}}]}".formatted(list);
    checkRefused(
        both.patch("/accounts/1/audience-segments", rename), 200, "segment-read-only @data/0");
    assertThat(both.patch("/accounts/3/audience-segments", rename).ids()).containsExactly(list);
    assertThat(amend(both, list).status()).isEqualTo(200);
    String statistics = "/accounts/%d/audience-segments/" + list + "/contact-list";
    checkRefused(both.get(statistics.formatted(1)), 403, "permission-denied");
    assertThat(both.get(statistics.formatted(3)).status()).isEqualTo(200);
    checkRefused(both.get(sharing(1, list)), 403, "permission-denied");
    assertThat(both.get(sharing(3, list)).status()).isEqualTo(200);
  }

  @Test
  void itsStatisticsAreToldWhenTheOwnerLetsThemAndItsHistoryIsNot() {
    String statistics = "/accounts/1/audience-segments/" + list + "/contact-list";
    checkRefused(api.manager.get(statistics), 404, "segment-not-found");
    share(ALL);
    checkRefused(api.manager.get(statistics), 403, "permission-denied");
    share(ALL + ",'statisticsAllowed':true");
    assertThat(api.manager.get(statistics).at("/data/attributes/numberOfIdentifiers").intValue())
        .isEqualTo(2);
    String own = "/v1/accounts/1/audience-segments/" + list;
    checkRefused(api.manager.get(own + "/history"), 403, "permission-denied");
    checkRefused(api.manager.get(own + "/compare"), 403, "permission-denied");
    String operation =
        owner.get("/v1/accounts/3/audience-segments/" + list + "/history").text("/data/0/id");
    checkRefused(api.manager.get("/v1/operations/" + operation), 404, "operation-not-found");
  }

  @Test
  void itsSizeIsToldExactlyWhenTheOwnerLetsThem() {
    String ids = "{'data':{'attributes':{'channel':'Onsite','ids':['" + list + "']}}}";
    String sizes = "/accounts/%d/audience-segments/compute-sizes";
    String size = "/data/0/attributes/size";
    Client user = api.manager.speaking(Version.PREVIEW);
    Client itself = owner.speaking(Version.PREVIEW);
    share(ALL);
    assertThat(user.post(sizes.formatted(1), ids).at(size).isMissingNode()).isTrue();
    assertThat(itself.post(sizes.formatted(3), ids).at(size).intValue()).isEqualTo(2);
    share(ALL + ",'statisticsAllowed':true");
    assertThat(user.post(sizes.formatted(1), ids).at(size).intValue()).isEqualTo(2);
  }

  /** Of the audience as it was then: that it has no such list any more changes nothing. */
  @Test
  void aSnapshotTellsTheSizeOfAnAudienceWithItWhenTheOwnerLetsThem() {
    share(ALL);
    String audience = audience(api.manager, 1, 11, list).id();
    api.compute();
    String with = snapshot();
    String mine = api.list("mine", "CustomerId");
    api.add(mine, "'C2'");
    api.manager.patch(
        "/accounts/1/audiences",
        "{'data':[{'id':'%s','attributes':{'algebra':{'audienceSegmentId':'%s'}}}]}"
            .formatted(audience, mine));
    api.compute();
    assertThat(audienceIn(snapshot())).contains("\"size\":1", "contentId");
    assertThat(audienceIn(with)).contains(audience).doesNotContain("size", "contentId");
    share(ALL + ",'statisticsAllowed':true");
    assertThat(audienceIn(with)).contains("\"size\":2", "contentId");
    unshare();
    assertThat(audienceIn(with)).doesNotContain("size", "contentId");
  }

  private String snapshot() {
    return api.manager.get("/v1/snapshots").text("/data/0/id");
  }

  private String audienceIn(String snapshot) {
    return api.manager
        .get("/v1/snapshots/" + snapshot)
        .at("/data/attributes/retailers/0/audiences/0")
        .toString();
  }

  @Test
  void anAudienceMayNameASharedListOfItsRetailerAndIsComputedAndLookedUpWithIt() {
    checkRefused(audience(api.manager, 1, 11, list), 200, "segment-not-found @data/0");
    share(ALL);
    checkRefused(audience(api.manager, 1, 12, list), 200, "segment-retailer-mismatch @data/0");
    String audience = audience(api.manager, 1, 11, list).id();
    api.compute();
    String snapshot = api.manager.get("/v1/snapshots").text("/data/0/id");
    assertThat(api.manager.get("/v1/snapshots/" + snapshot).body().toString())
        .contains("\"" + audience + "\"");
    Answer lookup =
        api.manager.post(
            "/v1/retailers/11/lookup",
            "{'data':{'attributes':{'identifiers':[{'type':'CustomerId','value':'C2'}]}}}");
    assertThat(lookup.at("/data/attributes/audienceIds").toString())
        .isEqualTo("[\"" + audience + "\"]");
  }

  @Test
  void whatIsInUseIsNeitherWithdrawnNorDeleted() {
    share(ALL);
    String audience = audience(api.manager, 1, 11, list).id();
    String inUse = "segment-must-not-be-used-in-audience";
    checkRefused(unshare(), 400, inUse);
    assertThat(unshare().details())
        .containsExactly("It cannot be withdrawn: account 1 (Brand) uses the list in 1 audience");
    checkRefused(share(CHOSEN + ",'accountIds':['2']"), 400, inUse);
    checkRefused(share("'sharingStatus':'NotShared'"), 400, inUse);
    checkRefused(
        owner.post("/accounts/3/audience-segments/delete", "{'data':[{'id':'" + list + "'}]}"),
        200,
        inUse + " @data/0");
    assertThat(share(CHOSEN + ",'accountIds':['1']").status()).isEqualTo(200);
    api.manager.post("/accounts/1/audiences/delete", "{'data':[{'id':'" + audience + "'}]}");
    assertThat(unshare().status()).isEqualTo(204);
  }

  @Test
  void onlyARetailersOwnAccountSharesAndOnlyWithAccountsOfTheRetailer() {
    String mine = api.list("mine", "Email");
    checkRefused(
        api.manager.put(sharing(1, mine), "{'data':{'attributes':{" + ALL + "}}}"),
        400,
        "segment-not-shareable");
    assertThat(api.manager.send("DELETE", sharing(1, mine), NOTHING).status()).isEqualTo(204);
    for (String account : List.of("99", "3", "0", "x"))
      checkRefused(
          share(CHOSEN + ",'accountIds':['1','" + account + "']"), 404, "account-not-found");
    checkRefused(share(CHOSEN), 400, "required-field @data/attributes/accountIds");
    checkRefused(
        share(CHOSEN + ",'accountIds':[]"), 400, "invalid-value @data/attributes/accountIds");
    checkRefused(
        share("'sharingStatus':'Shared'"), 400, "invalid-value @data/attributes/sharingStatus");
    checkRefused(share(""), 400, "required-field @data/attributes/sharingStatus");
    assertThat(found(api.manager, 1, "")).containsExactly(mine);
  }
}
