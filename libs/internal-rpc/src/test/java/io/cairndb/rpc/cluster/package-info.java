/** Watches and registrations against a partition manager that does as the test says. */
@NullMarked
package io.cairndb.rpc.cluster;

import org.jspecify.annotations.NullMarked;
