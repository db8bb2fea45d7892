/** The command line as a person meets it: output, errors, exit codes. */
@NullMarked
package io.cairndb.cli;

import org.jspecify.annotations.NullMarked;
