/** What several services do together, and when one of them is away. */
@NullMarked
package io.cairndb.services.cluster;

import org.jspecify.annotations.NullMarked;
