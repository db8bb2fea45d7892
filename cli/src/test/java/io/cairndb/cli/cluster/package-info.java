/** Tests of the processes of a cluster, with small programs in place of the services. */
@NullMarked
package io.cairndb.cli.cluster;

import org.jspecify.annotations.NullMarked;
