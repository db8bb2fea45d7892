/** Tests of the document form of items, both ways. */
@NullMarked
package io.cairndb.cli.document;

import org.jspecify.annotations.NullMarked;
