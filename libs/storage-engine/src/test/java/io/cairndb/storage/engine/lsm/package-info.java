/**
 * Tests of the whole engine: against a model, under power cuts, I/O errors and damage, and with
 * real threads. Random tests print their seed and take {@code -Dcairn.seed=}.
 */
@NullMarked
package io.cairndb.storage.engine.lsm;

import org.jspecify.annotations.NullMarked;
