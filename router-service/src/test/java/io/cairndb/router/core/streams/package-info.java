/** Tests of the streams API, JSON in and JSON out, over change logs in memory. */
@NullMarked
package io.cairndb.router.core.streams;

import org.jspecify.annotations.NullMarked;
