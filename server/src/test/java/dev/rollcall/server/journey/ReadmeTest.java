package dev.rollcall.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pastes the first audience of {@code README.md} into a shell beside a fresh sandbox. */
final class ReadmeTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("## A first audience.*?```\\w*\n(.*?)```", Pattern.DOTALL);

  private static final String START =
      """
      ./rollcall sandbox --port 0 --data data --json > sandbox.json 2> sandbox.log &
      until [ -s sandbox.json ]; do sleep 1; done
      value() { grep -o "\\"$1\\":\\"[^\\"]*\\"" sandbox.json | head -n 1 | cut -d '"' -f 4; }
      export ROLLCALL_URL=$(value baseUrl)
      export ROLLCALL_CLIENT_ID=$(value clientId) ROLLCALL_CLIENT_SECRET=$(value clientSecret)
      """;

  @TempDir Path folder;

  @Test
  void the_first_audience_of_the_readme_is_found_by_another_identifier() throws Exception {
    String readme = Files.readString(CompleteJourney.project().resolve("README.md"));
    Matcher example = EXAMPLE.matcher(readme);
    assertThat(example.find()).isTrue();
    String commands = example.group(1).replace("http://localhost:8080", "$ROLLCALL_URL");
    String out = new Bash(folder).run(START + commands);
    assertThat(out).contains("3 rows, 2 valid, 1 invalid").contains("\"name\":\"Readers\"");
    assertThat(out).contains("in both", "IMPRESSIONS");
    assertThat(out.lines().toList().getLast()).matches("C000042 +\\d+ +\\d+(,\\d+)*");
  }
}
