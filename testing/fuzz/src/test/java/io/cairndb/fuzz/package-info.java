/**
 * Coverage-guided fuzzing. A {@link io.cairndb.fuzz.FuzzTarget} is one reader of bytes with its
 * oracle; {@link io.cairndb.fuzz.Targets} names them all. {@code FuzzTargetsTest} feeds them seeds,
 * mutations and the inputs that once found something; {@code FuzzCampaignIT} lets Jazzer look for
 * more in processes of their own. Targets of what a module keeps to itself lie in its package.
 */
@NullMarked
package io.cairndb.fuzz;

import org.jspecify.annotations.NullMarked;
