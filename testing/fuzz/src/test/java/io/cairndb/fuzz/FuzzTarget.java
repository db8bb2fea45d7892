package io.cairndb.fuzz;

import java.io.IOException;
import java.util.List;

/** Something that is given arbitrary bytes. Confined to one thread; inputs are independent. */
public interface FuzzTarget {

  /** Small valid inputs from which mutation starts. */
  List<byte[]> seeds() throws IOException;

  /** Does what takes long, once before the first input. */
  default void prepare() throws IOException {}

  /**
   * Handles one input. Refusing it in the declared way is normal and does not show; whatever is
   * thrown is a fault.
   */
  void run(byte[] input) throws IOException;
}
