/**
 * DynamoDB's dialect of PartiQL: from the text of a statement to what it asks of one table.
 *
 * <ol>
 *   <li>{@link io.cairndb.partiql.StatementParser} turns text into a {@link
 *       io.cairndb.partiql.Statement}: the tree as written, with the positions that messages show.
 *   <li>{@link io.cairndb.partiql.StatementBinder} puts parameters in their places, checks what can
 *       be checked without a table, and translates conditions and updates into those of {@code
 *       io.cairndb.expressions}: a {@link io.cairndb.partiql.BoundStatement}.
 * </ol>
 *
 * <p>Neither step knows tables, keys or indexes; planning is its caller's. Whatever is wrong with a
 * statement is an {@link io.cairndb.partiql.InvalidStatementException} with DynamoDB's text. The
 * texts behind "Statement wasn't well formed" are those of the parser that DynamoDB uses, the
 * hand-written one of early partiql-lang-kotlin; hence the shape of the grammar: precedence
 * climbing over one expression language for all clauses, meaning being checked afterwards.
 *
 * <p>Time and stack are bounded whatever the text: one token of look-ahead, no backtracking, limits
 * on operators and on nesting. All types are immutable and thread-safe, but for the parser and the
 * binder themselves, which are confined to one statement.
 */
@NullMarked
package io.cairndb.partiql;

import org.jspecify.annotations.NullMarked;
