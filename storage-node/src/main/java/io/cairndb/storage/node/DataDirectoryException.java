package io.cairndb.storage.node;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The data directory cannot be used; the message says why and is meant for the operator. */
public class DataDirectoryException extends IOException {
  private static final long serialVersionUID = 1L;

  DataDirectoryException(String message) {
    super(message);
  }

  DataDirectoryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Another process has the directory open. */
  public static final class InUse extends DataDirectoryException {
    private static final long serialVersionUID = 1L;

    InUse(Path directory, Throwable cause) {
      super("the data directory " + directory + " is in use by another process", cause);
    }
  }

  /** A newer release wrote the directory. */
  public static final class Newer extends DataDirectoryException {
    private static final long serialVersionUID = 1L;

    Newer(Path directory, int found, int supported) {
      super(
          "the data directory "
              + directory
              + " has format "
              + found
              + "; this release reads formats up to "
              + supported
              + ". Nothing was changed");
    }

    Newer(Path directory, String file, int found, int supported) {
      super(
          "the data directory "
              + directory
              + " has a file "
              + file
              + " of format "
              + found
              + "; this release reads formats up to "
              + supported
              + ". Nothing was changed");
    }
  }

  /** The directory holds something, and none of it is Cairn's. */
  public static final class Foreign extends DataDirectoryException {
    private static final long serialVersionUID = 1L;

    Foreign(Path directory, String name) {
      super(
          "the directory "
              + directory
              + " is not a Cairn data directory: it has "
              + name
              + " but no FORMAT. Choose an empty or a new one. Nothing was changed");
    }
  }

  /** The master keys that were given cannot be had. */
  public static final class NoKeys extends DataDirectoryException {
    private static final long serialVersionUID = 1L;

    NoKeys(Path keystore, String reason, @Nullable Throwable cause) {
      super("the keystore " + keystore + " cannot be used: " + reason, cause);
    }
  }

  /** A part of the directory is missing, or is not what it must be. */
  public static final class Damaged extends DataDirectoryException {
    private static final long serialVersionUID = 1L;

    /** Also for whoever keeps parts of its own in the directory. */
    public Damaged(Path directory, String detail) {
      super("the data directory " + directory + " is damaged: " + detail);
    }
  }

  /**
   * The directory is one of the other kind: of a single process, or of a cluster's storage node.
   */
  public static final class OtherKind extends DataDirectoryException {
    private static final long serialVersionUID = 1L;

    private OtherKind(String message) {
      super(message);
    }

    static OtherKind ofCluster(Path directory) {
      return new OtherKind(
          "the data directory "
              + directory
              + " belongs to a storage node of a cluster: it has IDENTITY. A single process cannot"
              + " serve it, since the catalog is elsewhere; start the cluster, or choose another"
              + " directory. Nothing was changed");
    }

    static OtherKind ofOneProcess(Path directory) {
      return new OtherKind(
          "the data directory "
              + directory
              + " has no IDENTITY: it belongs to a single process (cairn start), or has lost the"
              + " file. A storage node of a cluster cannot serve it; choose an empty or a new one."
              + " Nothing was changed");
    }
  }
}
