/**
 * Random request sequences, run against two servers side by side until their answers differ, and
 * then shrunk to the shortest sequence and the smallest request that still differ. Every sequence
 * comes from one seed, which the report names.
 */
@NullMarked
package io.cairndb.reference.differential;

import org.jspecify.annotations.NullMarked;
