/**
 * The binary form of messages between services and of commands in replicated logs, made to change
 * while services of two versions talk to each other.
 *
 * <p>{@link io.cairndb.message.format.MessageWriter} and {@link
 * io.cairndb.message.format.MessageReader} know structs, unions, lists and plain fields; which
 * fields a message has is the business of the codec beside its type. Byte by byte in
 * docs/formats/messages.md.
 *
 * <p>Rules that make a message evolvable:
 *
 * <ul>
 *   <li>A struct says how long it is: fields behind those a reader knows are skipped.
 *   <li>Fields are only ever added at the end of a struct. One that is absent there reads as its
 *       default: zero, false, empty, absent.
 *   <li>A union says which kind it is: a kind a reader does not know ends in {@link
 *       io.cairndb.message.format.UnsupportedMessageException}, and in nothing being done.
 * </ul>
 *
 * <p>Bytes from outside are not trusted: whatever they are, reading ends in a message or in {@link
 * io.cairndb.message.format.MessageFormatException}, allocates no more than in proportion to their
 * number and nests no deeper than {@link io.cairndb.message.format.MessageWriter#MAX_DEPTH}.
 *
 * <p>No types of the protocols here, no transport, no framing of streams.
 */
@NullMarked
package io.cairndb.message.format;

import org.jspecify.annotations.NullMarked;
