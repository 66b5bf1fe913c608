package dev.rollcall.server.sandbox;

/** Commands that make a first audience and look a shopper up in it. */
final class FirstExample {
  private FirstExample() {}

  /**
   * The example for this sandbox: the first application, the account that buys, the first retailer.
   */
  static String of(Welcome welcome) {
    Welcome.ApplicationEntry application = welcome.applications().getFirst();
    return """
    url=%1$s account=%2$s retailer=%3$s
    id() { sed -n 's/.*"id" *: *"\\([0-9]*\\)".*/\\1/p' | head -n 1; }
    token=$(curl -s $url/oauth2/token -d grant_type=client_credentials \\
      -d client_id=%4$s -d client_secret=%5$s |
      sed 's/.*"access_token" *: *"\\([^"]*\\)".*/\\1/')
    api() { curl -s -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "$@"; }
    segment=$(api $url/2027-01/retail-media/accounts/$account/audience-segments/create -d '{"data":[{
      "attributes":{"name":"Newsletter","retailerId":"'$retailer'","contactList":{"identifierType":"Email"}}}]}' | id)
    api $url/2027-01/retail-media/audience-segments/$segment/contact-list/add-remove -d '{"data":{
      "attributes":{"operation":"add","identifiers":["shopper42@example.com","Shopper43@Example.com"]}}}'; echo
    api $url/2027-01/retail-media/accounts/$account/audiences/create -d '{"data":[{
      "attributes":{"name":"Readers","retailerId":"'$retailer'","algebra":{"audienceSegmentId":"'$segment'"}}}]}'; echo
    api $url/v1/retailers/$retailer/lookup -d '{"data":{
      "attributes":{"identifiers":[{"type":"CustomerId","value":"C000042"}]}}}'; echo\
    """
        .formatted(
            welcome.baseUrl(),
            welcome.accounts().getLast().id(),
            welcome.retailers().getFirst().id(),
            application.clientId(),
            application.clientSecret());
  }
}
