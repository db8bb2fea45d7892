/**
 * What people see: tables with columns as wide as their content and the terminal allow, amounts
 * with units, a progress bar. Text from the database never reaches the terminal as it is: control
 * characters, which could move the cursor or worse, are shown as escapes.
 */
@NullMarked
package io.cairndb.cli.view;

import org.jspecify.annotations.NullMarked;
