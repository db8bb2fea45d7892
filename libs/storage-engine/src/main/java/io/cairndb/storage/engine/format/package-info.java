/**
 * What the on-disk formats share: variable-length integers, file headers and checksummed frames.
 *
 * <p>The log and the manifest are both sequences of frames behind a header, and both must tell a
 * torn tail from damage in the middle; that decision is made here, once, by {@link
 * io.cairndb.storage.engine.format.FrameReader}. The layouts are specified byte by byte in {@code
 * docs/formats/}; integers are big-endian, varints little-endian base 128.
 */
@NullMarked
package io.cairndb.storage.engine.format;

import org.jspecify.annotations.NullMarked;
