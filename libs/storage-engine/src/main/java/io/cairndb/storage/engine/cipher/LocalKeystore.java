package io.cairndb.storage.engine.cipher;

import io.cairndb.env.AppendableFile;
import io.cairndb.env.FileSystem;
import io.cairndb.env.ReadableFile;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.KeyException;
import io.cairndb.storage.engine.Keyring;
import io.cairndb.storage.engine.WrappedKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import javax.crypto.spec.SecretKeySpec;

/**
 * Master keys in a file that only its owner may read; layout in {@code docs/formats/keystore.md}.
 * Each change writes the file anew and puts it in place by a rename. Thread-safe; two processes
 * must not change one file at a time.
 */
public final class LocalKeystore implements Keyring {
  /** More keys than anybody rotates through. */
  private static final int FILE_BYTES_MAX = 64 << 20;

  private final FileSystem files;
  private final Path path;
  private final Entropy entropy;
  private volatile Keys keys;

  /** Immutable. */
  private record Keys(String active, SortedMap<String, byte[]> secrets) {
    byte[] secret(String id) throws KeyException {
      byte[] secret = secrets.get(id);
      if (secret == null) {
        throw new KeyException(id, "the keystore holds " + secrets.keySet() + " only");
      }
      return secret;
    }
  }

  private LocalKeystore(FileSystem files, Path path, Entropy entropy, Keys keys) {
    this.files = files;
    this.path = path;
    this.entropy = entropy;
    this.keys = keys;
  }

  /**
   * Makes a keystore with one key, which is active.
   *
   * @throws java.nio.file.FileAlreadyExistsException when there is a file already
   */
  public static LocalKeystore create(FileSystem files, Path path, Entropy entropy, String keyId)
      throws IOException {
    if (files.exists(path)) {
      throw new java.nio.file.FileAlreadyExistsException(path.toString());
    }
    LocalKeystore store = new LocalKeystore(files, path, entropy, new Keys(keyId, new TreeMap<>()));
    store.rotate(keyId);
    return store;
  }

  /**
   * Reads a keystore.
   *
   * @throws CorruptionException when its bytes are not what was written
   */
  public static LocalKeystore open(FileSystem files, Path path, Entropy entropy)
      throws IOException {
    return new LocalKeystore(files, path, entropy, load(files, path));
  }

  private static Keys load(FileSystem files, Path path) throws IOException {
    byte[] bytes;
    try (ReadableFile file = files.openForRead(path)) {
      long length = file.length();
      if (length > FILE_BYTES_MAX) {
        throw new CorruptionException(path, 0, "not a keystore: it has " + length + " bytes");
      }
      bytes = new byte[(int) length];
      file.readFully(0, ByteBuffer.wrap(bytes));
    }
    SortedMap<String, byte[]> secrets = new TreeMap<>();
    String active = KeystoreFormat.decode(path, bytes, secrets);
    return new Keys(active, Collections.unmodifiableSortedMap(secrets));
  }

  /** Adds a key and makes it active; durable when this returns. */
  public synchronized void rotate(String keyId) throws IOException {
    if (keyId.isEmpty() || keyId.getBytes(StandardCharsets.UTF_8).length > KeystoreFormat.ID_MAX) {
      throw new IllegalArgumentException("a key's id has 1 to 255 bytes");
    }
    SortedMap<String, byte[]> secrets = new TreeMap<>(keys.secrets);
    byte[] secret = new byte[FileCipher.KEY_BYTES];
    entropy.fill(secret);
    if (secrets.putIfAbsent(keyId, secret) != null) {
      throw new IllegalArgumentException("there is a key '" + keyId + "' already");
    }
    store(new Keys(keyId, Collections.unmodifiableSortedMap(secrets)));
  }

  /**
   * Removes a key for good; what is still sealed with it cannot be read any more.
   *
   * @throws IllegalArgumentException when it is active, or unknown
   */
  public synchronized void retire(String keyId) throws IOException {
    if (keyId.equals(keys.active) || !keys.secrets.containsKey(keyId)) {
      throw new IllegalArgumentException("not a key to retire: '" + keyId + "'");
    }
    SortedMap<String, byte[]> secrets = new TreeMap<>(keys.secrets);
    secrets.remove(keyId);
    store(new Keys(keys.active, Collections.unmodifiableSortedMap(secrets)));
  }

  private void store(Keys changed) throws IOException {
    Path draft = path.resolveSibling(path.getFileName() + ".tmp");
    if (files.exists(draft)) {
      files.delete(draft);
    }
    try (AppendableFile file = files.createPrivate(draft)) {
      file.append(ByteBuffer.wrap(KeystoreFormat.encode(changed.active, changed.secrets)));
      file.sync();
    }
    files.rename(draft, path);
    Path directory = path.getParent();
    if (directory != null) {
      files.syncDirectory(directory);
    }
    keys = changed;
  }

  /** Takes up what another process wrote. */
  public synchronized void reload() throws IOException {
    keys = load(files, path);
  }

  /** All keys. */
  public SortedSet<String> keyIds() {
    return new java.util.TreeSet<>(keys.secrets.keySet());
  }

  @Override
  public String activeKeyId() {
    return keys.active;
  }

  @Override
  public DataKey newDataKey() {
    byte[] secret = new byte[FileCipher.KEY_BYTES];
    entropy.fill(secret);
    return new DataKey(secret, wrap(secret));
  }

  @Override
  public WrappedKey wrap(byte[] dataKey) {
    Keys current = keys;
    byte[] master = current.secrets.get(current.active);
    if (master == null) {
      throw new IllegalStateException("the active key is always there");
    }
    byte[] nonce = new byte[Gcm.NONCE_BYTES];
    entropy.fill(nonce);
    ByteBuffer out = ByteBuffer.allocate(nonce.length + dataKey.length + Gcm.TAG_BYTES).put(nonce);
    byte[] id = current.active.getBytes(StandardCharsets.UTF_8);
    new Gcm().seal(new SecretKeySpec(master, "AES"), nonce, id, ByteBuffer.wrap(dataKey), out);
    return new WrappedKey(WrappedKey.AES_256_GCM, current.active, out.array());
  }

  @Override
  public byte[] unwrap(WrappedKey wrapped) throws KeyException {
    byte[] master = keys.secret(wrapped.keyId());
    ByteBuffer in = ByteBuffer.wrap(wrapped.bytes());
    if (in.remaining() != Gcm.NONCE_BYTES + FileCipher.KEY_BYTES + Gcm.TAG_BYTES) {
      throw new KeyException(wrapped.keyId(), "the wrapped key has " + in.remaining() + " bytes");
    }
    byte[] nonce = new byte[Gcm.NONCE_BYTES];
    in.get(nonce);
    byte[] id = wrapped.keyId().getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(FileCipher.KEY_BYTES);
    if (!new Gcm().open(new SecretKeySpec(master, "AES"), nonce, id, in, out)) {
      throw new KeyException(wrapped.keyId(), "the key of that id is another one");
    }
    return out.array();
  }
}
