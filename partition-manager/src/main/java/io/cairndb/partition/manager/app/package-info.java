/**
 * The partition manager as a process: {@link
 * io.cairndb.partition.manager.app.PartitionManagerApplication} starts it, {@link
 * io.cairndb.partition.manager.app.PartitionManagerConfiguration} turns {@link
 * io.cairndb.partition.manager.app.PartitionManagerProperties} into plain objects. Nothing else
 * knows Spring.
 *
 * <p>Ready once its metadata is open, whoever else is there: nodes come and register.
 */
@NullMarked
package io.cairndb.partition.manager.app;

import org.jspecify.annotations.NullMarked;
