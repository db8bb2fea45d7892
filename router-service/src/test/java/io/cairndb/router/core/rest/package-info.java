/** The REST API from outside: requests in, status, headers and documents out. */
@NullMarked
package io.cairndb.router.core.rest;

import org.jspecify.annotations.NullMarked;
