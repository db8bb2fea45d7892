/**
 * Tests of the ports. Each port has one abstract contract test, which its real and its simulated
 * form both pass; what only the simulated form can do has tests of its own.
 */
@NullMarked
package io.cairndb.env;

import org.jspecify.annotations.NullMarked;
