/** Tests of the stored form of metadata records. */
@NullMarked
package io.cairndb.control.plane.codec;

import org.jspecify.annotations.NullMarked;
