/** The encoding of shard messages, held to the rules of the message format. */
@NullMarked
package io.cairndb.shard.codec;

import org.jspecify.annotations.NullMarked;
