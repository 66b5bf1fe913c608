package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * The house rules that can be read from the sources of all modules: sizes, and nullness by package.
 */
final class SizesTest {
  private static final int LONGEST_FILE_LINES = 400;
  private static final int MEDIAN_FILE_LINES = 90;
  private static final int LONGEST_METHOD_LINES = 60;

  private static final Path ROOT = root();
  private static final List<Path> SOURCES = sources();

  @Test
  void noFileIsTooLong() {
    assertThat(SOURCES)
        .isNotEmpty()
        .allSatisfy(
            file -> assertThat(lines(file)).as("%s", file).isLessThanOrEqualTo(LONGEST_FILE_LINES));
  }

  @Test
  void theMedianFileIsShort() {
    List<Integer> sizes =
        SOURCES.stream().filter(SizesTest::isMain).map(SizesTest::lines).sorted().toList();
    assertThat(sizes.get(sizes.size() / 2)).isLessThan(MEDIAN_FILE_LINES);
  }

  @Test
  void noMethodIsTooLong() throws IOException {
    assertThat(methods())
        .isNotEmpty()
        .filteredOn(method -> method.lines() > LONGEST_METHOD_LINES)
        .isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(SOURCES.stream().filter(SizesTest::isMain).map(Path::getParent).distinct())
        .isNotEmpty()
        .allSatisfy(folder ->
            assertThat(folder.resolve("package-info.java")).content().contains("@NullMarked"));
  }

  private record Method(Path file, String name, long lines) {}

  /** Every method and constructor with a body; its comment does not count, its annotations do. */
  private static List<Method> methods() throws IOException {
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    List<Method> methods = new ArrayList<>();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(SOURCES));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        var scanner =
            new TreeScanner<Void, Void>() {
              @Override
              public Void visitMethod(MethodTree method, Void unused) {
                long start = positions.getStartPosition(unit, method);
                long end = positions.getEndPosition(unit, method);
                long lines =
                    unit.getLineMap().getLineNumber(end)
                        - unit.getLineMap().getLineNumber(start)
                        + 1;
                Path file = ROOT.relativize(Path.of(unit.getSourceFile().toUri()));
                methods.add(new Method(file, method.getName().toString(), lines));
                return super.visitMethod(method, null);
              }
            };
        scanner.scan(unit, null);
      }
    }
    return methods;
  }

  private static boolean isMain(Path file) {
    return ROOT.relativize(file).toString().contains("src/main/");
  }

  private static int lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return Math.toIntExact(lines.count());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of the whole project: tests may be started in it or in their module's folder. */
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(folder.resolve("rollcall"))) {
      folder = Objects.requireNonNull(folder.getParent(), "not inside the project's folder");
    }
    return folder;
  }

  private static List<Path> sources() {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.filter(m -> Files.exists(m.resolve("pom.xml"))).toList()) {
        Path src = module.resolve("src");
        if (Files.isDirectory(src)) {
          try (Stream<Path> files = Files.walk(src)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(sources);
  }
}
