package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Failure;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say which contact list a command is about. */
final class ListTarget {
  @ArgGroup(multiplicity = "1")
  @Nullable Which which;

  @Option(
      names = "--account",
      paramLabel = "ID",
      description = "Its account; looked for when not given.")
  Optional<String> account = Optional.empty();

  /** Its segment, by id or by name. */
  static final class Which {
    @Option(
        names = "--segment",
        required = true,
        paramLabel = "ID",
        description = "The segment whose contact list it is.")
    Optional<String> segment = Optional.empty();

    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        description = "The segment's name, whole.")
    Optional<String> name = Optional.empty();
  }

  /** The list, for it to be changed: refused where the account sees another account's. */
  SegmentLocation writable(ApiClient api) {
    SegmentLocation list = locate(api);
    if (list.readOnly())
      throw new Failure(
          "segment-read-only: segment "
              + list.segmentId()
              + " is another account's, shared with account "
              + list.accountId()
              + "; --account names the one whose list it is");
    return list;
  }

  SegmentLocation locate(ApiClient api) {
    Which list = Objects.requireNonNull(which, "the command line has one of both");
    if (list.name.isPresent()) return SegmentLocation.named(api, account, list.name.get());
    String segment = list.segment.orElse("");
    if (!segment.matches("\\d+")) throw new Failure("--segment must be an id: digits only");
    return SegmentLocation.find(api, account, segment);
  }
}
