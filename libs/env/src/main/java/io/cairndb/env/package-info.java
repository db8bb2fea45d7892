/**
 * The ports through which Cairn's cores reach everything that is not deterministic: time,
 * randomness, files and threads.
 *
 * <p>A core receives these in its constructor and never reaches around them, so the same code runs
 * in production and under a simulator that drives it from one seed. Each port has a real form,
 * marked {@link io.cairndb.env.RealEnvironment}, and a simulated one; both pass the same contract
 * test. Nothing in this package knows about databases.
 */
@NullMarked
package io.cairndb.env;

import org.jspecify.annotations.NullMarked;
