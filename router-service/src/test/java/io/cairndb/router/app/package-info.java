/** What the process puts around requests, without starting it. */
@NullMarked
package io.cairndb.router.app;

import org.jspecify.annotations.NullMarked;
