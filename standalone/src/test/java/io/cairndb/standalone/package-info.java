/** Tests of the wiring, and of what the documents say of it. */
@NullMarked
package io.cairndb.standalone;

import org.jspecify.annotations.NullMarked;
