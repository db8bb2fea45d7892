/**
 * A real server killed again and again under load. Clients remember what was acknowledged; after
 * each restart the data must explain what they remember.
 */
@NullMarked
package io.cairndb.robustness.crash;

import org.jspecify.annotations.NullMarked;
