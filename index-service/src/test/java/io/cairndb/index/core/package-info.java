/**
 * Index feeding against logs and index partitions in memory, under a schedule that one seed
 * decides: crashes between any two steps, refusals, lost answers, indexes added and removed.
 */
@NullMarked
package io.cairndb.index.core;

import org.jspecify.annotations.NullMarked;
