/**
 * The index service as a process: {@link io.cairndb.index.app.IndexServiceApplication} starts it,
 * {@link io.cairndb.index.app.IndexServiceConfiguration} turns {@link
 * io.cairndb.index.app.IndexServiceProperties} into plain objects. Nothing else knows Spring.
 *
 * <p>Ready once the catalog has come from the partition manager; storage nodes may come and go. It
 * holds no state of its own and may be killed and started at any time, anywhere.
 */
@NullMarked
package io.cairndb.index.app;

import org.jspecify.annotations.NullMarked;
