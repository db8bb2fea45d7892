/**
 * DynamoDB as its documentation describes it, in memory, one request at a time: no storage engine,
 * no partitions, no concurrency, nothing shared with the product. What a server answers is compared
 * with what {@link io.cairndb.reference.model.ReferenceModel} answers.
 */
@NullMarked
package io.cairndb.reference.model;

import org.jspecify.annotations.NullMarked;
