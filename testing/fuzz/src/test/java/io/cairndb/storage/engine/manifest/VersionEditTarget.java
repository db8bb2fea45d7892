package io.cairndb.storage.engine.manifest;

import io.cairndb.fuzz.Check;
import io.cairndb.fuzz.FuzzTarget;
import io.cairndb.fuzz.Seeds;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Edits in frames of the manifest: damage shows as what the frame reader expects, and a state that
 * an edit leads to is written and read back as it is.
 */
public final class VersionEditTarget implements FuzzTarget {
  /** File header and frame header, behind which the first edit stands. */
  private static final int FIRST_EDIT = 40 + 28;

  @Override
  public List<byte[]> seeds() throws IOException {
    byte[] manifest =
        Seeds.file("libs/storage-engine/src/test/resources/golden/v1/MANIFEST-000002.bin");
    return List.of(Arrays.copyOfRange(manifest, FIRST_EDIT, manifest.length));
  }

  @Override
  public void run(byte[] input) {
    Catalog catalog;
    try {
      catalog = Catalog.of(VersionEdit.parse(ByteBuffer.wrap(input)));
    } catch (BufferUnderflowException | IllegalArgumentException refused) {
      // As declared.
      return;
    }
    byte[] written = encoded(catalog.toEdit());
    byte[] again = encoded(Catalog.of(VersionEdit.parse(ByteBuffer.wrap(written))).toEdit());
    Check.that(Arrays.equals(written, again), "another state");
  }

  private static byte[] encoded(VersionEdit edit) {
    ByteBuffer out = ByteBuffer.allocate(edit.encodedBytesMax());
    edit.writeTo(out);
    return Arrays.copyOf(out.array(), out.position());
  }
}
