@NullMarked
package io.cairndb.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
