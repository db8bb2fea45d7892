/**
 * Scripts of table operations, JSON in and JSON out, against the metadata state machine in memory.
 */
@NullMarked
package io.cairndb.router.core.tables;

import org.jspecify.annotations.NullMarked;
