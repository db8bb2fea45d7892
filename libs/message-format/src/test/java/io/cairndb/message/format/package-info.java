/**
 * Tests of the message format, and what the tests of every codec share: {@link
 * io.cairndb.message.format.RandomMessages} makes values of any message type, {@link
 * io.cairndb.message.format.CodecContract} holds a codec to the rules of the format.
 */
@NullMarked
package io.cairndb.message.format;

import org.jspecify.annotations.NullMarked;
