/**
 * Tests of routing with a client, a clock and a partition map under the test's control. The seeded
 * test lets the map change and answers arrive in any order.
 */
@NullMarked
package io.cairndb.coordination;

import org.jspecify.annotations.NullMarked;
