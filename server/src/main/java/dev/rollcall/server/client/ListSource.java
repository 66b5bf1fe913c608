package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Output;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The file of identifiers, and where it is remembered how far it came. */
final class ListSource {
  @Parameters(
      paramLabel = "FILE",
      description = "One identifier a line, gzip too; - for standard input.")
  String file = "";

  @Option(
      names = "--column",
      paramLabel = "NAME|NUMBER",
      description =
          "The column of a CSV file: its name in the first line, or its number from 1 in a file"
              + " without headings.")
  Optional<String> column = Optional.empty();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Where to write line and reason of every invalid row.")
  Optional<Path> report = Optional.empty();

  @Option(names = "--restart", description = "Begin anew, whatever an interrupted upload has sent.")
  boolean restart;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = "${env:XDG_STATE_HOME:-${sys:user.home}/.local/state}/rollcall",
      description = "Where interrupted uploads are remembered: ${DEFAULT-VALUE}.")
  Path state = Path.of("");

  /** The upload of the opened file, behind what an interrupted one has sent already. */
  ListUpload begin(
      ApiClient api, SegmentLocation list, String operation, InputFile input, Output output) {
    boolean add = !operation.equals("remove");
    UploadState.Upload upload =
        new UploadState.Upload(
            api.base().toString(),
            list.segmentId(),
            operation,
            input.path().map(Path::toString).orElse(""),
            column.orElse(""));
    UploadState.Version version =
        input.path().map(UploadState.Version::of).orElse(new UploadState.Version(0, 0));
    UploadState.Acknowledged nothing = UploadState.Acknowledged.nothing(upload, version);
    if (input.path().isEmpty()) return new ListUpload(api, list, add, Optional.empty(), nothing);
    UploadState kept = new UploadState(state, upload);
    if (restart) kept.remove();
    UploadState.Acknowledged before = kept.read().orElse(nothing);
    if (!before.version().equals(version)) {
      output.say("the file changed since the interrupted upload; beginning anew");
      before = nothing;
    }
    return new ListUpload(api, list, add, Optional.of(kept), before);
  }
}
