/** Calls over real and in-process transports, and contracts held against their previous version. */
@NullMarked
package io.cairndb.rpc;

import org.jspecify.annotations.NullMarked;
