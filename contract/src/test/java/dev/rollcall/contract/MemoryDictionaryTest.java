package dev.rollcall.contract;

import dev.rollcall.identity.Dictionary;
import dev.rollcall.identity.MemoryDictionary;

class MemoryDictionaryTest extends DictionaryContract {
  @Override
  protected Dictionary create() {
    return new MemoryDictionary();
  }
}
