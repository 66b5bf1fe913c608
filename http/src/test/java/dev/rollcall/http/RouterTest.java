package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static Route route(Method method, String template) {
    return Route.open(method, template, call -> Response.empty(200));
  }

  private static void check(
      Router router, String path, String template, Map<String, String> parameters) {
    Router.Match match = router.match(path);
    assertThat(match.routes().values()).extracting(Route::template).containsOnly(template);
    assertThat(match.parameters()).isEqualTo(parameters);
  }

  @Test
  void aLiteralGoesBeforeAParameterAndParametersAreDecoded() {
    Router router =
        new Router(
            List.of(
                route(Method.GET, "/v1/things/{thing}"),
                route(Method.GET, "/v1/things/newest"),
                route(Method.PUT, "/v1/things/{thing}/parts/{part}")));
    check(router, "/v1/things/newest", "/v1/things/newest", Map.of());
    check(router, "/v1/things/7", "/v1/things/{thing}", Map.of("thing", "7"));
    check(
        router,
        "/v1/things/a+b%2Fc/parts/%C3%A9",
        "/v1/things/{thing}/parts/{part}",
        Map.of("thing", "a+b/c", "part", "é"));
  }

  @Test
  void tablesThatContradictThemselvesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Router(List.of(route(Method.GET, "/a"), route(Method.GET, "/a"))));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Router(List.of(route(Method.GET, "/{a}"), route(Method.PUT, "/{b}"))));
  }
}
