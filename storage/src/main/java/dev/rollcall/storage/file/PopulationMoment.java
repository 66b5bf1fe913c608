package dev.rollcall.storage.file;

import dev.rollcall.audience.ContactListMembers;
import dev.rollcall.audience.Population;
import dev.rollcall.identity.IdentityGraphState;
import java.util.Map;

/** A population as it was between two records, to be written while it goes on. */
record PopulationMoment(
    long retailerId,
    long position,
    DictionaryMoment dictionary,
    IdentityGraphState graph,
    Map<Long, ContactListMembers> lists)
    implements AutoCloseable {

  static PopulationMoment of(Population population) {
    return population.betweenRecords(() ->
        new PopulationMoment(
            population.retailerId(),
            population.position(),
            ((FileDictionary) population.graph().dictionary()).moment(),
            population.graph().state(),
            population.view().lists()));
  }

  @Override
  public void close() {
    dictionary.close();
  }
}
