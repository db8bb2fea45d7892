/** The model against the oracles, the shrinker against planted faults. */
@NullMarked
package io.cairndb.reference.differential;

import org.jspecify.annotations.NullMarked;
