/** Tests of integers, headers and frames, above all of how a torn tail is told from damage. */
@NullMarked
package io.cairndb.storage.engine.format;

import org.jspecify.annotations.NullMarked;
