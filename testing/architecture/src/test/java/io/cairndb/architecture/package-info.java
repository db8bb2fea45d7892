/**
 * The rules of the tree, as tests: who may import whom, what a core may not touch, and what must
 * not stand in the repository. A rule that has to bend is changed here, in a commit of its own.
 */
@NullMarked
package io.cairndb.architecture;

import org.jspecify.annotations.NullMarked;
