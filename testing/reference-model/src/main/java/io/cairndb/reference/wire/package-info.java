/**
 * The wire as a stranger sees it: a small JSON reader and writer and an HTTP client for any
 * DynamoDB-compatible endpoint. Written apart from the product's own codec, so that a mistake there
 * cannot hide here.
 */
@NullMarked
package io.cairndb.reference.wire;

import org.jspecify.annotations.NullMarked;
