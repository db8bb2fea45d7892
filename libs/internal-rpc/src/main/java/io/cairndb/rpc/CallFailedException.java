package io.cairndb.rpc;

/** A call was not answered; carries what that means. Has no stack trace: it is an outcome. */
public final class CallFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient CallFailure failure;

  public CallFailedException(CallFailure failure) {
    super(failure.reason(), null, false, false);
    this.failure = failure;
  }

  public CallFailure failure() {
    return failure;
  }
}
