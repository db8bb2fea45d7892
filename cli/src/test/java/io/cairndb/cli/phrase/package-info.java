/** Tests of conditions with literals. */
@NullMarked
package io.cairndb.cli.phrase;

import org.jspecify.annotations.NullMarked;
