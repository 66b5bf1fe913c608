package dev.rollcall.bench.system;

import dev.rollcall.bench.report.Budget;
import dev.rollcall.bench.report.Section;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The whole-system benchmarks. Those that need a population share one server, which the first of
 * them starts.
 */
public final class Systems implements AutoCloseable {
  private final Settings settings;
  private @Nullable Scene scene;

  public Systems(Settings settings) {
    this.settings = settings;
  }

  private Scene scene() throws IOException {
    Scene ready = scene;
    if (ready != null) return ready;
    Scene made = new Scene(settings);
    scene = made;
    return made;
  }

  public void ingest(Section section, Budget budget) throws Exception {
    new IngestFigures(settings, section, budget.share(0.4)).intoEmptyPopulations();
    new IngestFigures(settings, section, budget.share(0.5)).intoPopulation(scene());
    new FreshnessFigures(scene(), section, budget).measure();
  }

  public void compute(Section section, Budget budget) throws Exception {
    new ComputeFigures(scene(), section, budget).measure();
  }

  public void lookup(Section section, Budget budget) throws Exception {
    new LookupFigures(scene(), section, budget).measure();
  }

  public void sizes(Section section, Budget budget) throws Exception {
    new SizeFigures(scene(), section, budget).measure();
  }

  public void memory(Section section) throws Exception {
    new MemoryFigures(scene(), section).measure();
  }

  public void fold(Section section, Budget budget) throws Exception {
    new FoldFigures(scene(), section, budget).measure();
  }

  public void start(Section section, Budget budget) throws Exception {
    StartFigures figures = new StartFigures(settings, section, budget);
    figures.empty();
    figures.populated(scene());
  }

  @Override
  public void close() throws IOException {
    Scene open = scene;
    scene = null;
    if (open != null) open.close();
  }
}
