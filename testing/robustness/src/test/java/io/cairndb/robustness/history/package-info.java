/** The checkers must accept good histories and, above all, reject bad ones. */
@NullMarked
package io.cairndb.robustness.history;

import org.jspecify.annotations.NullMarked;
