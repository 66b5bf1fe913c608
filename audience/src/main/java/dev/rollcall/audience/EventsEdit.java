package dev.rollcall.audience;

import java.util.OptionalDouble;
import java.util.Set;

/** What a caller wants changed of an event segment's definition; an empty price clears it. */
public record EventsEdit(
    Change<ShopperActivity> activity,
    Change<LookbackWindow> window,
    Change<Set<String>> brandIds,
    Change<Set<String>> categoryIds,
    Change<OptionalDouble> minPrice,
    Change<OptionalDouble> maxPrice) {

  /** The definition after the edit, or why it cannot be edited so. */
  Outcome<Definition> apply(Definition current) {
    return switch (current) {
      case Definition.ContactList list ->
          Outcome.refused(
              ProblemCode.INVALID_VALUE.because(
                  "events cannot be given: the segment is a contact list"));
      case Definition.Events events -> {
        OptionalDouble least = minPrice.apply(events.minPrice());
        OptionalDouble greatest = maxPrice.apply(events.maxPrice());
        yield Definition.Events.inOrder(least, greatest)
            ? Outcome.done(
                new Definition.Events(
                    activity.apply(events.activity()),
                    window.apply(events.window()),
                    brandIds.apply(events.brandIds()),
                    categoryIds.apply(events.categoryIds()),
                    least,
                    greatest))
            : Outcome.refused(
                ProblemCode.INVALID_VALUE.because(
                    "events.minPrice must not be above events.maxPrice"));
      }
    };
  }
}
