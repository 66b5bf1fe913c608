package dev.rollcall.audience;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A catalog in which the writes of one piece of work can be made one, together with what is written
 * last about their outcome.
 */
public final class JoiningCatalog implements Catalog {
  private final Catalog catalog;

  @SuppressWarnings("ThreadLocalUsage") // One catalog each, of which a server has one.
  private final ThreadLocal<@Nullable Joined> joined = new ThreadLocal<>();

  /** A write under way, and what is to follow it. */
  private record Joined(Tables tables, List<Runnable> after) {}

  public JoiningCatalog(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Does the work, all of whose reads and writes here are one, and then the last of it; all is
   * durable and visible when this returns, and nothing when either throws. Other writers wait
   * meanwhile: the work waits for nothing itself.
   */
  public <T> T together(Supplier<T> work, BiConsumer<Tables, T> last) {
    List<Runnable> after = new ArrayList<>();
    T outcome =
        catalog.write(tables -> {
          joined.set(new Joined(tables, after));
          try {
            T value = work.get();
            last.accept(tables, value);
            return value;
          } finally {
            joined.remove();
          }
        });
    after.forEach(Runnable::run);
    return outcome;
  }

  @Override
  public <T> T read(Function<Tables, T> work) {
    Joined here = joined.get();
    return here == null ? catalog.read(work) : work.apply(here.tables);
  }

  @Override
  public <T> T write(Function<Tables, T> work) {
    Joined here = joined.get();
    return here == null ? catalog.write(work) : work.apply(here.tables);
  }

  @Override
  public <T> T count(Function<Tables, T> work) {
    Joined here = joined.get();
    return here == null ? catalog.count(work) : work.apply(here.tables);
  }

  @Override
  public void afterwards(Runnable work) {
    Joined here = joined.get();
    if (here == null) work.run();
    else here.after.add(work);
  }

  @Override
  public long version() {
    return catalog.version();
  }

  @Override
  public void close() {
    catalog.close();
  }
}
