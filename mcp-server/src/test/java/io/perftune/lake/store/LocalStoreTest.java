package io.perftune.lake.store;

import java.nio.file.Path;

class LocalStoreTest extends StoreContract {
  @Override
  protected Store open(Path fresh) {
    return new LocalStore(fresh);
  }
}
