/** Tests of the JSON tree: what is read, what is refused, what is written. */
@NullMarked
package io.cairndb.cli.json;

import org.jspecify.annotations.NullMarked;
