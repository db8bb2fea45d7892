package io.cairndb.cli.view;

import java.io.PrintWriter;
import java.net.URI;

/** What to type next, once something serves. */
public final class FirstSteps {
  private FirstSteps() {}

  /** Commands that work as they stand. */
  public static void print(PrintWriter out, URI endpoint) {
    out.printf("Try it:%n");
    out.printf(
        "  export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local"
            + " AWS_DEFAULT_REGION=us-east-1%n");
    out.printf("  aws dynamodb list-tables --endpoint-url %s%n", endpoint);
  }
}
