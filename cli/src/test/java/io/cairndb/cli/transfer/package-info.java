/** Tests of what export and import rest on. */
@NullMarked
package io.cairndb.cli.transfer;

import org.jspecify.annotations.NullMarked;
