/**
 * Export and import of a table as JSON lines, safe against a kill at any moment.
 *
 * <p><b>Export.</b> Parallel segments scan the table and append whole pages to one file, {@code
 * FILE.partial}, under one lock. A checkpoint beside it holds the length of that file and, for each
 * segment, the key its next page starts after: a consistent cut, written only after the file's
 * bytes are on disk. To resume, the file is cut to the length of the checkpoint and every segment
 * goes on from its key. {@code FILE} appears, by renaming, when it is complete.
 *
 * <p><b>Import.</b> Lines are put in batches, several at once. The checkpoint holds the offset
 * before which every line was acknowledged; to resume, reading begins there. Lines behind it that
 * had been put already are put again, which changes nothing, for a put replaces. The last line with
 * a key wins: a key that is under way makes the reader wait.
 *
 * <p>A checkpoint is replaced by renaming, so that it is whole or the one before.
 */
@NullMarked
package io.cairndb.cli.transfer;

import org.jspecify.annotations.NullMarked;
