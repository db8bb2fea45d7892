/**
 * Acceptance of the REST API: black-box tests over HTTP against the server at {@code
 * cairn.endpoint}, or one that is started. What the API's own OpenAPI document says is held against
 * what it does, and the tour in the documents is taken as printed.
 */
@NullMarked
package io.cairndb.conformance.rest;

import org.jspecify.annotations.NullMarked;
