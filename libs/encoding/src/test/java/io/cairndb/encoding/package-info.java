/** Tests of the encodings. */
@NullMarked
package io.cairndb.encoding;

import org.jspecify.annotations.NullMarked;
