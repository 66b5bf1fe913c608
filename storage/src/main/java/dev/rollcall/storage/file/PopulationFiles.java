package dev.rollcall.storage.file;

import dev.rollcall.audience.ContactListMembers;
import dev.rollcall.audience.Population;
import dev.rollcall.identity.IdentityGraph;
import dev.rollcall.members.CanonicalSet;
import dev.rollcall.members.Members;
import dev.rollcall.storage.file.CheckpointManifest.ListEntry;
import dev.rollcall.storage.file.CheckpointManifest.PopulationEntry;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Writes populations to a checkpoint's folder and reads them from it. A dictionary or a list that
 * has not changed since is neither encoded nor written again.
 */
final class PopulationFiles {
  /** A list's members as they were last written or read, unless nobody holds them any more. */
  private record Written(WeakReference<Members> members, String contentId) {}

  /** A retailer's dictionary as it was last written or read, after so many writes to it. */
  private record WrittenDictionary(long writes, CheckedFile file) {}

  private record ListId(long retailerId, long segmentId) {}

  private final Path folder;
  private final SetFiles sets;
  private final Map<ListId, Written> written = new ConcurrentHashMap<>();
  private final Map<Long, WrittenDictionary> dictionaries = new ConcurrentHashMap<>();

  PopulationFiles(Path folder, SetFiles sets) {
    this.folder = folder;
    this.sets = sets;
  }

  PopulationEntry write(PopulationMoment moment) throws IOException {
    long retailer = moment.retailerId();
    String name = retailer + "-" + moment.position();
    written
        .keySet()
        .removeIf(id -> id.retailerId() == retailer && !moment.lists().containsKey(id.segmentId()));
    return new PopulationEntry(
        retailer,
        moment.position(),
        write(retailer, moment.dictionary(), name + ".dictionary"),
        GraphFile.write(moment.graph(), folder, name + ".graph"),
        moment.lists().entrySet().stream()
            .map(list -> write(new ListId(retailer, list.getKey()), list.getValue()))
            .toList());
  }

  private CheckedFile write(long retailerId, DictionaryMoment moment, String name)
      throws IOException {
    WrittenDictionary before = dictionaries.get(retailerId);
    if (before != null && before.writes() == moment.writes()) {
      return before.file();
    }
    CheckedFile file = moment.write(folder, name);
    dictionaries.put(retailerId, new WrittenDictionary(moment.writes(), file));
    return file;
  }

  private ListEntry write(ListId id, ContactListMembers list) {
    Written before = written.get(id);
    String contentId =
        before != null && before.members().refersTo(list.identifiers())
            ? before.contentId()
            : write(list.identifiers());
    written.put(id, new Written(new WeakReference<>(list.identifiers()), contentId));
    return new ListEntry(id.segmentId(), list.type(), contentId);
  }

  private String write(Members members) {
    CanonicalSet set = CanonicalSet.of(members);
    String contentId = set.contentId();
    sets.put(contentId, set);
    return contentId;
  }

  /** Reads every file of a population to its end; throws naming one that is damaged or missing. */
  void check(PopulationEntry entry) throws IOException {
    entry.dictionary().check(folder);
    for (ListEntry list : entry.lists()) {
      sets.check(list.contentId());
    }
  }

  /** Opens a population without reading all of its files, which is left to {@link #check}. */
  Population read(PopulationEntry entry) throws IOException {
    IdentityGraph graph =
        new IdentityGraph(
            DictionaryFile.open(folder, entry.dictionary()), GraphFile.read(folder, entry.graph()));
    Map<Long, ContactListMembers> lists =
        entry.lists().parallelStream()
            .collect(
                Collectors.toMap(
                    ListEntry::segmentId,
                    list -> read(new ListId(entry.retailerId(), list.segmentId()), list)));
    dictionaries.put(entry.retailerId(), new WrittenDictionary(0, entry.dictionary()));
    return new Population(entry.retailerId(), graph, lists, entry.position());
  }

  private ContactListMembers read(ListId id, ListEntry list) {
    Members members = sets.map(list.contentId());
    written.put(id, new Written(new WeakReference<>(members), list.contentId()));
    return new ContactListMembers(list.type(), members);
  }
}
