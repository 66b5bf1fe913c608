package dev.rollcall.http.retailmedia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Limits;
import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an audience's algebra may be, as the wire has it. In the tables, {@code a} is a leaf. */
class AlgebraTest {
  private final ApiHarness api = new ApiHarness();
  private final String leaf = "{'audienceSegmentId':'" + api.list("mails", "Email") + "'}";

  @AfterEach
  void close() {
    api.close();
  }

  private Answer create(String algebra) {
    return api.manager.post(
        "/accounts/1/audiences/create",
        "{'data':[{'attributes':{'name':'x','retailerId':'11','algebra':"
            + written(algebra)
            + "}}]}");
  }

  private String written(String algebra) {
    return algebra.replaceAll("\\ba\\b", leaf);
  }

  private void taken(String algebra) {
    Answer made = create(algebra);
    assertThat(made.problems()).as(algebra).isEmpty();
    api.manager.post("/accounts/1/audiences/delete", "{'data':[{'id':'" + made.id() + "'}]}");
  }

  private void refused(String algebra, String code) {
    assertThat(create(algebra).problems()).as(algebra).containsExactly(code + " @data/0");
  }

  @Test
  void aNodeHasExactlyOneMember() {
    taken("a");
    taken("{'and':[a],'or':null,'not':null,'audienceSegmentId':null}");
    taken("{'and':[a,a,a],'unknown':{'or':[]}}");
    taken("{'or':[a,{'and':[a,{'not':a}]}]}");
    refused("{}", "algebra-invalid-node");
    refused("{'xor':[a]}", "algebra-invalid-node");
    refused("{'and':null,'or':null}", "algebra-invalid-node");
    refused("{'and':[a],'or':[a]}", "algebra-invalid-node");
    refused("{'and':[],'or':[a]}", "algebra-invalid-node");
    refused("{'and':[a],'not':a}", "algebra-invalid-node");
    refused("{'not':{}}", "algebra-invalid-node");
    refused("{'not':null,'or':[null]}", "algebra-invalid-node");
    refused("{'or':[a,null]}", "algebra-invalid-node");
    refused("{'or':[a,{}]}", "algebra-invalid-node");
    refused("{'or':[a,'text']}", "algebra-invalid-node");
    refused("{'or':[a,[a]]}", "algebra-invalid-node");
    refused("{'or':a}", "algebra-invalid-node");
    refused("{'or':'text'}", "algebra-invalid-node");
    refused("{'not':[a]}", "algebra-invalid-node");
    refused("{'not':7}", "algebra-invalid-node");
    refused("'text'", "algebra-invalid-node");
    refused("[a]", "algebra-invalid-node");
    refused("true", "algebra-invalid-node");
    refused("{'audienceSegmentId':{}}", "invalid-value");
    refused("{'or':[{'audienceSegmentId':false}]}", "invalid-value");
  }

  @Test
  void emptyGroupsAreRefusedAndGroupsOfOneAreNot() {
    taken("{'or':[a]}");
    taken("{'and':[{'or':[a]}]}");
    refused("{'or':[]}", "algebra-invalid-node");
    refused("{'and':[]}", "algebra-invalid-node");
    refused("{'and':[a,{'or':[]}]}", "algebra-invalid-node");
    refused("{'and':[a,{'not':{'and':[]}}]}", "algebra-invalid-node");
  }

  @Test
  void groupsAreNestedEightDeepAtMost() {
    taken(nested(Limits.DEFAULT.groupDepth()));
    refused(nested(Limits.DEFAULT.groupDepth() + 1), "algebra-too-deep");
    refused(nested(100), "algebra-too-deep");
    taken(nested(Limits.DEFAULT.groupDepth()).replace("{'and':[a]}", "{'and':[a,{'not':a}]}"));
    taken("{'not':".repeat(20) + "a" + "}".repeat(20));
    assertThat(create(nested(9)).details())
        .containsExactly("the groups of the algebra are nested 9 deep, at most 8 are allowed");
  }

  private static String nested(int depth) {
    return "{'or':[a,".repeat(depth - 1) + "{'and':[a]}" + "]}".repeat(depth - 1);
  }

  @Test
  void aThousandLeavesAreTakenAndOneMoreIsNot() {
    taken("{'or':[" + leaves(Limits.DEFAULT.leaves()) + "]}");
    refused("{'or':[" + leaves(Limits.DEFAULT.leaves() + 1) + "]}", "algebra-too-large");
    refused(
        "{'or':[{'or':[" + leaves(500) + "]},{'and':[" + leaves(501) + "]}]}", "algebra-too-large");
  }

  private static String leaves(int count) {
    return String.join(",", Collections.nCopies(count, "a"));
  }

  @Test
  void anAudienceIsBoundedBySegments() {
    String not = "{'not':a}";
    refused(not, "audience-size-unbounded");
    taken("{'not':" + not + "}");
    taken("{'and':[a," + not + "]}");
    refused("{'and':[" + not + "]}", "audience-size-unbounded");
    refused("{'and':[" + not + "," + not + "]}", "audience-size-unbounded");
    refused("{'or':[a," + not + "]}", "audience-size-unbounded");
    refused("{'or':[" + not + "]}", "audience-size-unbounded");
    taken("{'or':[a,{'and':[a," + not + "]}]}");
    taken("{'not':{'or':[a," + not + "]}}");
    refused("{'not':{'and':[a," + not + "]}}", "audience-size-unbounded");
    taken("{'not':{'and':[" + not + "," + not + "]}}");
  }

  @Test
  void aProblemNamesTheNode() {
    assertThat(create("{'or':[a,{'and':[a,{'not':{}}]}]}").details())
        .containsExactly(
            "data[0].attributes.algebra.or[1].and[1].not must have exactly one of audienceSegmentId, and, or, not");
    assertThat(create("{'or':[a,{'and':a}]}").details())
        .containsExactly("data[0].attributes.algebra.or[1].and must be an array of algebra nodes");
    assertThat(create("{'or':[a,{'audienceSegmentId':true}]}").details())
        .containsExactly("data[0].attributes.algebra.or[1].audienceSegmentId must be an id");
    assertThat(create("{'and':[]}").details())
        .containsExactly("each group of the algebra must have a node");
    assertThat(create("{'not':a}").details().getFirst())
        .startsWith("the algebra would let in shoppers of no segment");
  }
}
