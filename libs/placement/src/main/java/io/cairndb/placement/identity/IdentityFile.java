package io.cairndb.placement.identity;

import io.cairndb.env.AppendableFile;
import io.cairndb.env.FileSystem;
import io.cairndb.env.ReadableFile;
import io.cairndb.placement.identity.NodeIdentity.Membership;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The file {@code IDENTITY} of a member's data directory: docs/formats/shard-meta.md, section
 * Identity. Replaced as a whole: after a crash it is the old one or the new one. Pure functions of
 * the file system; whoever calls holds the directory's lock.
 */
public final class IdentityFile {
  public static final int VERSION = 1;
  public static final String NAME = "IDENTITY";
  public static final String DRAFT = "IDENTITY.new";

  private static final int MAX_LENGTH = 4096;
  private static final Pattern FIRST_LINE = Pattern.compile("cairn-identity ([0-9]{1,9})");
  private static final String UUID_PATTERN =
      "([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})";
  private static final Pattern CONTENTS =
      Pattern.compile(
          "(cairn-identity 1\nnode "
              + UUID_PATTERN
              + "\n(?:cluster "
              + UUID_PATTERN
              + "\nnumber ([0-9]{1,5})\n)?)crc32c ([0-9a-f]{8})\n");

  private IdentityFile() {}

  /**
   * The identity in the directory; empty when there is no file.
   *
   * @throws UnusableIdentityException when it is damaged, or a newer release wrote it
   */
  public static Optional<NodeIdentity> read(FileSystem files, Path root) throws IOException {
    Path path = root.resolve(NAME);
    if (!files.exists(path)) {
      return Optional.empty();
    }
    try (ReadableFile file = files.openForRead(path)) {
      long length = file.length();
      if (length > MAX_LENGTH) {
        throw UnusableIdentityException.damaged("has " + length + " bytes");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) length);
      file.readFully(0, bytes);
      // One character for each byte: what is not text fails like any other damage.
      return Optional.of(parse(new String(bytes.array(), StandardCharsets.ISO_8859_1)));
    }
  }

  private static NodeIdentity parse(String text) throws UnusableIdentityException {
    Matcher first = FIRST_LINE.matcher(text.lines().findFirst().orElse(""));
    if (!first.matches()) {
      throw UnusableIdentityException.damaged("does not name a format");
    }
    int version = Integer.parseInt(first.group(1));
    if (version > VERSION) {
      throw UnusableIdentityException.newer(version);
    }
    Matcher contents = CONTENTS.matcher(text);
    if (!contents.matches()) {
      throw UnusableIdentityException.damaged("is not one of version 1");
    }
    if (!checksum(contents.group(1)).equals(contents.group(5))) {
      throw UnusableIdentityException.damaged("fails its checksum");
    }
    try {
      Optional<Membership> membership =
          contents.group(3) == null
              ? Optional.empty()
              : Optional.of(
                  new Membership(
                      UUID.fromString(contents.group(3)), Integer.parseInt(contents.group(4))));
      return new NodeIdentity(UUID.fromString(contents.group(2)), membership);
    } catch (IllegalArgumentException outOfRange) {
      throw UnusableIdentityException.damaged("holds " + outOfRange.getMessage());
    }
  }

  /** Durable when this returns. */
  public static void write(FileSystem files, Path root, NodeIdentity identity) throws IOException {
    Path draft = root.resolve(DRAFT);
    if (files.exists(draft)) {
      files.delete(draft);
    }
    try (AppendableFile file = files.create(draft)) {
      file.append(ByteBuffer.wrap(text(identity).getBytes(StandardCharsets.US_ASCII)));
      file.sync();
    }
    files.rename(draft, root.resolve(NAME));
    files.syncDirectory(root);
  }

  static String text(NodeIdentity identity) {
    StringBuilder text = new StringBuilder(256);
    text.append("cairn-identity ").append(VERSION).append('\n');
    text.append("node ").append(identity.nodeId()).append('\n');
    identity
        .membership()
        .ifPresent(
            membership -> {
              text.append("cluster ").append(membership.clusterId()).append('\n');
              text.append("number ").append(membership.number()).append('\n');
            });
    String sum = checksum(text.toString());
    return text.append("crc32c ").append(sum).append('\n').toString();
  }

  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
