package dev.rollcall.bench.peer;

import dev.rollcall.bench.system.PeerScene;
import dev.rollcall.bench.system.Settings;
import java.io.IOException;
import java.util.List;

/**
 * Rollcall itself: a server process, asked over HTTP; identifiers are e-mail addresses there, and
 * users numbers here.
 */
final class RollcallPeer implements Peer {
  private final PeerScene scene;
  private final Kernel kernel = new Kernel();

  RollcallPeer(Settings settings) throws IOException {
    this.scene = new PeerScene(settings, Work.LISTS);
  }

  @Override
  public void load(Work work) throws Exception {
    for (int list = 0; list < Work.LISTS; list++) {
      int[] members = work.members(list);
      kernel.put(list, members);
      scene.add(list, members);
    }
    scene.audiences(work.audiences().stream().map(RollcallPeer::algebra).toList());
  }

  private static List<Integer> algebra(Work.Audience of) {
    return List.of(of.a(), of.b(), of.c(), of.d(), of.e());
  }

  @Override
  public void add(int list, int[] users) throws Exception {
    scene.add(list, users);
  }

  @Override
  public boolean contains(int list, int user) throws Exception {
    return scene.contains(list, user);
  }

  /** By the engine's programs in this process: the wire has no question that is asked once. */
  @Override
  public long count(Work.Audience audience) {
    return kernel.count(audience);
  }

  @Override
  public int lookup(int user) throws Exception {
    return scene.lookup(user);
  }

  @Override
  public void compute(List<Work.Audience> audiences) throws Exception {
    scene.compute();
  }

  @Override
  public int sample() {
    return Work.AUDIENCES;
  }

  @Override
  public double bytes() throws Exception {
    return scene.listBytes();
  }

  @Override
  public void close() throws IOException {
    scene.close();
  }
}
