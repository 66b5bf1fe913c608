package dev.rollcall.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rollcall.compute.Snapshot;
import dev.rollcall.compute.SnapshotStore;
import dev.rollcall.contract.SnapshotStoreContract;
import dev.rollcall.members.Members;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class FileSnapshotStoreTest extends SnapshotStoreContract {
  @TempDir private Path folder;

  private final List<FileSnapshotStore> opened = new ArrayList<>();

  @Override
  protected SnapshotStore create() {
    FileSnapshotStore store = FileSnapshotStore.open(folder);
    opened.add(store);
    return store;
  }

  @AfterEach
  void close() {
    opened.forEach(FileSnapshotStore::close);
  }

  private Path setFile(String contentId) {
    return folder.resolve("sets").resolve(contentId.substring(0, 2)).resolve(contentId);
  }

  @Test
  void is_the_same_when_opened_again() {
    SnapshotStore store = create();
    Snapshot first = snapshot(1, put(store, 1), put(store, 2));
    Snapshot second = snapshot(2, put(store, 3), put(store, 2));
    store.save(first);
    store.save(second);
    store.publish(1, 7);
    store.publish(2);
    store.publish(1);

    SnapshotStore opened = create();
    assertThat(opened.published()).contains(first);
    assertThat(opened.publishedByHand()).isEqualTo(7);
    assertThat(opened.find(2)).contains(second);
    assertThat(opened.list()).isEqualTo(store.list());
    assertThat(opened.members(Members.contentId(Members.of(3).toBytes()))).isEqualTo(Members.of(3));
  }

  @Test
  void equal_sets_are_one_file() throws IOException {
    SnapshotStore store = create();
    store.save(snapshot(1, put(store, 1, 2), put(store, 2, 1, 1)));
    try (Stream<Path> files = Files.walk(folder.resolve("sets"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(1);
    }
  }

  @Test
  void a_damaged_set_is_told_by_its_file_and_can_be_put_again() throws IOException {
    SnapshotStore before = create();
    String id = put(before, 1, 2, 3);
    before.save(snapshot(1, id, id));
    byte[] damaged = Files.readAllBytes(setFile(id));
    damaged[damaged.length - 1] ^= 1;
    Files.write(setFile(id), damaged);

    SnapshotStore store = create();
    assertThatIllegalStateException()
        .isThrownBy(() -> store.members(id))
        .withMessageContaining(setFile(id).toString());
    assertThat(store.holds(id)).isFalse();
    put(store, 1, 2, 3);
    assertThat(store.members(id)).isEqualTo(Members.of(1, 2, 3));
  }

  @Test
  void a_set_is_durable_and_has_its_name_when_its_snapshot_is_saved() {
    SnapshotStore store = create();
    String id = put(store, 1, 2, 3);
    store.save(snapshot(1, id, id));
    assertThat(setFile(id)).exists();
    assertThat(create().members(id)).isEqualTo(Members.of(1, 2, 3));
  }

  /**
   * As if the machine had stopped before the sets of a snapshot saved ahead of them were forced.
   */
  @Test
  void sets_that_did_not_become_durable_are_missing_and_can_be_put_again() throws IOException {
    SnapshotStore store = create();
    String durable = put(store, 1);
    store.save(snapshot(1, durable, durable));
    String lost = put(store, 1, 2, 3);
    store.saveAhead(snapshot(2, lost, durable));
    store.saveAhead(snapshot(3, durable, lost));
    store.publish(3);
    store.save(snapshot(4, durable, durable));
    Files.move(setFile(lost), setFile(lost).resolveSibling(lost + ".1"));

    SnapshotStore opened = create();
    assertThat(opened.list()).extracting(SnapshotStore.Summary::id).containsExactly(4L, 3L, 1L);
    assertThat(opened.publish(2)).isFalse();
    assertThat(opened.holds(lost)).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> opened.members(lost));
    put(opened, 1, 2, 3);
    assertThat(opened.members(lost)).isEqualTo(Members.of(1, 2, 3));
    try (Stream<Path> files = Files.list(setFile(lost).getParent())) {
      assertThat(files.filter(file -> file.toString().endsWith(".1")).count()).isLessThan(2);
    }
  }

  @Test
  void a_snapshot_whose_sets_are_not_there_is_not_saved() {
    SnapshotStore store = create();
    assertThatIllegalStateException()
        .isThrownBy(() -> store.save(snapshot(1, put(store, 1), "0".repeat(64))));
    assertThat(store.list()).isEmpty();
  }

  @Test
  void a_damaged_manifest_is_left_out_unless_it_is_the_published_one() throws IOException {
    SnapshotStore store = create();
    store.save(snapshot(1, put(store, 1), put(store, 2)));
    store.save(snapshot(2, put(store, 1), put(store, 2)));
    store.publish(2);
    String sound = Files.readString(folder.resolve("1.json"));
    Files.writeString(folder.resolve("1.json"), sound.replace("77", "78"));

    SnapshotStore opened = create();
    assertThat(opened.find(1)).isEmpty();
    assertThat(opened.list()).extracting(SnapshotStore.Summary::id).containsExactly(2L);

    Files.writeString(folder.resolve("2.json"), "{");
    assertThatIllegalStateException()
        .isThrownBy(this::create)
        .withMessageContaining(folder.resolve("published").toString())
        .havingCause()
        .withMessageContaining(folder.resolve("2.json").toString());
  }

  @Test
  void a_snapshot_made_before_borrowed_segments_were_noted_lets_no_size_be_told()
      throws IOException {
    SnapshotStore store = create();
    store.save(snapshot(1, put(store, 1), put(store, 2)));
    Path manifest = folder.resolve("1.json");
    String json = Files.readString(manifest).lines().findFirst().orElseThrow();
    String older = json.replaceAll(",\"borrowed\":\\[[^]]*]", "");
    assertThat(older).isNotEqualTo(json);
    ManifestFile.write(manifest, JsonMapper.shared().readTree(older));
    assertThat(create().find(1).orElseThrow().retailer(1).orElseThrow().audiences())
        .hasSize(2)
        .noneMatch(audience -> audience.mayBeTold(Set.of()));
  }
}
