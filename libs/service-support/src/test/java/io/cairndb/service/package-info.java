/** A small service of its own stands in for all of them. */
@NullMarked
package io.cairndb.service;

import org.jspecify.annotations.NullMarked;
