/**
 * Conditions as people write them, {@code year >= 1965 AND genre = 'jazz'}, made into DynamoDB's
 * expressions, which take values and reserved words only through placeholders. Only literals and
 * names are replaced; everything else is passed on, so that the server judges the syntax and every
 * function it knows can be used.
 */
@NullMarked
package io.cairndb.cli.phrase;

import org.jspecify.annotations.NullMarked;
