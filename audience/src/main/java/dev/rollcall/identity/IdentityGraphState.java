package dev.rollcall.identity;

import dev.rollcall.members.Members;
import java.util.Map;

/** All of an identity graph but its dictionary, as a checkpoint keeps it. */
public final class IdentityGraphState {
  private final Cells cells;
  private final int[] places;
  private final boolean imported;
  private final Members users;
  private final Map<IdentifierType, Members> firsts;
  private final int[] aliases;
  private final byte[] fewKeys;
  private final int[] manyKeys;

  /**
   * @param places places taken in each cell
   * @param firsts for each type, the users whose own ordinal stands for an identifier of that type
   * @param aliases alias and owner in turn, in the order they were made; kept, not copied
   * @param fewKeys by user, how many of its keys serve each channel, in four bits; kept, not copied
   * @param manyKeys user, channel and count in turn of those that do not fit in there; kept, not
   *     copied
   */
  public IdentityGraphState(
      Cells cells,
      int[] places,
      boolean imported,
      Members users,
      Map<IdentifierType, Members> firsts,
      int[] aliases,
      byte[] fewKeys,
      int[] manyKeys) {
    if (places.length != cells.count())
      throw new IllegalArgumentException(
          places.length + " counters for " + cells.count() + " cells");
    this.cells = cells;
    this.places = places.clone();
    this.imported = imported;
    this.users = users;
    this.firsts = Map.copyOf(firsts);
    this.aliases = aliases;
    this.fewKeys = fewKeys;
    this.manyKeys = manyKeys;
  }

  public static IdentityGraphState empty(Cells cells) {
    return new IdentityGraphState(
        cells,
        new int[cells.count()],
        false,
        Members.empty(),
        Map.of(),
        new int[0],
        new byte[0],
        new int[0]);
  }

  public Cells cells() {
    return cells;
  }

  public int[] places() {
    return places.clone();
  }

  public boolean imported() {
    return imported;
  }

  public Members users() {
    return users;
  }

  public Map<IdentifierType, Members> firsts() {
    return firsts;
  }

  /** Not to be written to: of a large graph a copy takes long. */
  public int[] aliases() {
    return aliases;
  }

  /** Not to be written to. */
  public byte[] fewKeys() {
    return fewKeys;
  }

  /** Not to be written to. */
  public int[] manyKeys() {
    return manyKeys;
  }
}
