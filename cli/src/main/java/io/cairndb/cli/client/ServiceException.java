package io.cairndb.cli.client;

import java.util.Set;

/** The server answered with an error. */
public final class ServiceException extends CallException {
  private static final long serialVersionUID = 1L;
  private static final Set<String> THROTTLES =
      Set.of(
          "ProvisionedThroughputExceededException",
          "ThrottlingException",
          "RequestLimitExceeded",
          "LimitExceededException");

  private final String type;
  private final int status;

  /**
   * An error as the server named it.
   *
   * @param type the name without its namespace
   * @param status of HTTP
   */
  public ServiceException(String type, String message, int status) {
    super(message);
    this.type = type;
    this.status = status;
  }

  /** The name of the error, for example {@code ResourceNotFoundException}. */
  public String type() {
    return type;
  }

  @Override
  public boolean passing() {
    return status >= 500 || THROTTLES.contains(type);
  }
}
