package dev.rollcall.audience;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The answer to a bulk request under partial approval: what succeeded, in request order, and one
 * problem for each item that did not.
 *
 * @param problems each with the instance {@code @data/<index>} of its item
 */
public record Bulk<T>(List<T> done, List<Problem> problems) {
  public Bulk {
    done = List.copyOf(done);
    problems = List.copyOf(problems);
  }

  /** Runs every item on its own, in order; a refused item leaves the others as they are. */
  public static <D, T> Bulk<T> each(List<Outcome<D>> items, Function<D, Outcome<T>> work) {
    List<T> done = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      switch (items.get(i).then(work)) {
        case Outcome.Done<T>(T value) -> done.add(value);
        case Outcome.Refused<T>(Problem problem) -> problems.add(problem.inItem(i));
      }
    }
    return new Bulk<>(done, problems);
  }
}
