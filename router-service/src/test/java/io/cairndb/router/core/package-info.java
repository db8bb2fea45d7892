/** Tests of the front door: requests as an HTTP server would hand them over, answers as bytes. */
@NullMarked
package io.cairndb.router.core;

import org.jspecify.annotations.NullMarked;
