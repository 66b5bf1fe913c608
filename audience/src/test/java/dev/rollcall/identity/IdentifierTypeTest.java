package dev.rollcall.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class IdentifierTypeTest {
  @Test
  void codes_are_those_that_stored_records_already_carry() {
    assertThat(Arrays.stream(IdentifierType.values()).map(type -> type.code() + type.wireName()))
        .containsExactly(
            "1Email", "2UserIdentifier", "3IdentityLink", "4CustomerId", "5PhoneNumber");
    for (IdentifierType type : IdentifierType.values()) {
      assertThat(IdentifierType.ofCode(type.code())).isEqualTo(type);
    }
  }

  @Test
  void an_unknown_code_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> IdentifierType.ofCode(0));
    assertThatIllegalArgumentException().isThrownBy(() -> IdentifierType.ofCode(6));
  }

  @Test
  void names_are_read_in_any_case() {
    for (IdentifierType type : IdentifierType.values()) {
      String name = type.wireName();
      assertThat(IdentifierType.parse(name)).contains(type);
      assertThat(IdentifierType.parse(name.toLowerCase(Locale.ROOT))).contains(type);
      assertThat(IdentifierType.parse(name.toUpperCase(Locale.ROOT))).contains(type);
    }
  }

  @Test
  void older_names_of_a_user_identifier_are_read() {
    assertThat(IdentifierType.parse("madid")).contains(IdentifierType.USER_IDENTIFIER);
    assertThat(IdentifierType.parse("Gum")).contains(IdentifierType.USER_IDENTIFIER);
  }

  @Test
  void other_names_are_no_type() {
    assertThat(IdentifierType.parse("")).isEmpty();
    assertThat(IdentifierType.parse("Unknown")).isEmpty();
    assertThat(IdentifierType.parse(" Email")).isEmpty();
  }

  @Test
  void only_customer_ids_are_reached_on_site() {
    for (IdentifierType type : IdentifierType.values()) {
      Channel channel = type == IdentifierType.CUSTOMER_ID ? Channel.ONSITE : Channel.OFFSITE;
      assertThat(type.channel()).isEqualTo(channel);
    }
    assertThat(Channel.ONSITE.wireName()).isEqualTo("Onsite");
    assertThat(Channel.OFFSITE.wireName()).isEqualTo("Offsite");
  }

  @Test
  void the_text_of_an_identifier_shows_its_type_only() {
    assertThat(new Identifier(IdentifierType.EMAIL, 0x1234, 0x5678))
        .hasToString("Identifier[Email]");
  }
}
