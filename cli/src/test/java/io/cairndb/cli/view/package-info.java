/** Tests of what is drawn. */
@NullMarked
package io.cairndb.cli.view;

import org.jspecify.annotations.NullMarked;
