package dev.rollcall.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Runs what {@code docs/first-audience.md} tells its reader to paste, and compares the answers. */
@EnabledIf(
    value = "dev.rollcall.server.journey.CompleteJourney#isThere",
    disabledReason = "shared/data/complete-journey is not beside the project")
final class FirstAudienceTest {
  private static final String MARK = "--- block ";

  /** Commands, and the answer that follows them if one does. */
  private static final Pattern BLOCK =
      Pattern.compile("```sh\n(.*?)```\n(?:```text\n(.*?)```\n)?", Pattern.DOTALL);

  /** What may differ: left out, or an id, which is between 1000 and 1199 on the page. */
  private static final Pattern FREE = Pattern.compile("\\.\\.\\.|\\b1[01]\\d\\d\\b");

  /** Commands to paste and what they answer, with {@code ...} for anything. */
  private record Block(String commands, String answer) {}

  @TempDir Path folder;

  @Test
  void what_the_page_tells_to_paste_answers_what_it_says() throws Exception {
    List<Block> blocks = blocks();
    Path data = Files.createDirectories(folder.resolve("shared/data/complete-journey"));
    try (Stream<Path> files = Files.list(CompleteJourney.folder())) {
      for (Path file : files.toList()) Files.copy(file, data.resolve(file.getFileName()));
    }
    compare(blocks, new Bash(folder).run(script(blocks)));
  }

  private static List<Block> blocks() throws IOException {
    String page = Files.readString(CompleteJourney.project().resolve("docs/first-audience.md"));
    List<Block> blocks = new ArrayList<>();
    Matcher found = BLOCK.matcher(page);
    while (found.find()) {
      String answer = found.group(2);
      blocks.add(new Block(found.group(1), answer == null ? "" : answer));
    }
    assertThat(blocks).hasSizeGreaterThan(10);
    return blocks;
  }

  private static void compare(List<Block> blocks, String out) {
    String[] answers = out.split(MARK + "\\d+\n", -1);
    assertThat(answers).hasSize(blocks.size() + 1);
    for (int i = 0; i < blocks.size(); i++)
      assertThat(answers[i + 1])
          .as(blocks.get(i).commands())
          .matches(pattern(blocks.get(i).answer()));
  }

  /** Three dots are anything, and an id is any number, the same wherever that id is. */
  private static Pattern pattern(String answer) {
    StringBuilder pattern = new StringBuilder();
    Set<String> ids = new HashSet<>();
    int from = 0;
    for (Matcher free = FREE.matcher(answer); free.find(); from = free.end()) {
      pattern.append(Pattern.quote(answer.substring(from, free.start())));
      String id = "id" + free.group();
      if (free.group().equals("...")) pattern.append(".*?");
      else if (ids.add(id)) pattern.append("(?<" + id + ">\\d+)");
      else pattern.append("\\k<" + id + ">");
    }
    pattern.append(Pattern.quote(answer.substring(from)));
    return Pattern.compile(pattern.toString(), Pattern.DOTALL);
  }

  /** The page as one script, on any free port. */
  private static String script(List<Block> blocks) {
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < blocks.size(); i++)
      script.append("echo '" + MARK + i + "'\n").append(blocks.get(i).commands());
    return script.toString().replace("--port 8080", "--port 0");
  }
}
