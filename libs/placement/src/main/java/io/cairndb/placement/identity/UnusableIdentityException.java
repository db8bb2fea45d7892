package io.cairndb.placement.identity;

import java.io.IOException;

/** The file {@code IDENTITY} is there and cannot be used; nothing was changed. */
public final class UnusableIdentityException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int newer;

  private UnusableIdentityException(String message, int newer) {
    super(message);
    this.newer = newer;
  }

  static UnusableIdentityException damaged(String detail) {
    return new UnusableIdentityException(IdentityFile.NAME + " " + detail, 0);
  }

  static UnusableIdentityException newer(int version) {
    return new UnusableIdentityException(
        IdentityFile.NAME
            + " has format "
            + version
            + "; this release reads formats up to "
            + IdentityFile.VERSION,
        version);
  }

  /** Format of a newer release; 0 when the file is damaged. */
  public int newer() {
    return newer;
  }
}
