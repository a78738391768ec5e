package io.perftune.workspace;

import io.perftune.value.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/// A process of its own that takes a cell's lock, says whether it has it, and holds it until its
/// input ends.
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    try (CellLock _ = CellLock.take(new CellDirectory(Path.of(arguments[0])), "child")) {
      out.println("held");
      out.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (ProblemException e) {
      out.println(e.problems().getFirst().message());
    }
  }
}
