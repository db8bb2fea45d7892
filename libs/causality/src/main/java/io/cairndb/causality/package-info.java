/**
 * What happened before what: {@link io.cairndb.causality.Hlc} timestamps, the {@link
 * io.cairndb.causality.HybridClock} that issues them, and identities ordered by creation.
 *
 * <p>A timestamp has the layout of a version 7 UUID ({@code docs/formats/hlc.md}), so the same 16
 * bytes serve as version of an item, position in a change log, and identity. Time and randomness
 * come from outside, so a simulator can turn clocks back and still expect order.
 */
@NullMarked
package io.cairndb.causality;

import org.jspecify.annotations.NullMarked;
