package io.cairndb.storage.engine.cipher;

import io.cairndb.fuzz.Check;
import io.cairndb.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Keystores. The checksum is made right first; what is taken then has one encoding, so that no two
 * files of different bytes mean the same keys.
 */
public final class KeystoreTarget implements FuzzTarget {
  private static final Path FILE = Path.of("keystore");

  @Override
  public List<byte[]> seeds() {
    TreeMap<String, byte[]> secrets = new TreeMap<>();
    List<byte[]> seeds = new ArrayList<>();
    for (String id : List.of("a", "second", "\u00FCber")) {
      secrets.put(id, new byte[FileCipher.KEY_BYTES]);
      seeds.add(KeystoreFormat.encode(id, secrets));
    }
    return seeds;
  }

  @Override
  public void run(byte[] input) throws IOException {
    byte[] file = input.clone();
    int end = file.length - Integer.BYTES;
    if (end >= 0) {
      CRC32C crc = new CRC32C();
      crc.update(file, 0, end);
      ByteBuffer.wrap(file).putInt(end, (int) crc.getValue());
    }
    TreeMap<String, byte[]> secrets = new TreeMap<>();
    String active;
    try {
      active = KeystoreFormat.decode(FILE, file, secrets);
    } catch (IOException refused) {
      return;
    }
    Check.that(Arrays.equals(KeystoreFormat.encode(active, secrets), file), "two encodings");
  }
}
