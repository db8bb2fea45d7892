/**
 * The binary encoding of what is said to and by a shard, byte by byte in
 * docs/formats/shard-messages.md.
 *
 * <p>{@link io.cairndb.shard.codec.ShardCodec} is the entry point; the other types write and read
 * the fields of one family of messages each. Their switches over sealed types have no default: a
 * new message does not compile without its encoding. Items are copied whole, never re-encoded.
 *
 * <p>How messages change between versions is said in {@link io.cairndb.message.format}. What is
 * stored in trees of the engine has formats of its own.
 */
@NullMarked
package io.cairndb.shard.codec;

import org.jspecify.annotations.NullMarked;
