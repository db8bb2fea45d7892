/** Tests of the protocol client: signature and addresses. */
@NullMarked
package io.cairndb.cli.client;

import org.jspecify.annotations.NullMarked;
