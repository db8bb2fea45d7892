/**
 * The commands that talk to an endpoint. Each reads its arguments, sends operations of the DynamoDB
 * protocol and shows the answer: drawn for people, or with {@code --json} as documented in
 * docs/cli.md for programs. What can go wrong is a {@link io.cairndb.cli.outcome.CommandFailure} or
 * a {@link io.cairndb.cli.client.CallException}; one place turns both into a line and an exit code.
 */
@NullMarked
package io.cairndb.cli.command;

import org.jspecify.annotations.NullMarked;
