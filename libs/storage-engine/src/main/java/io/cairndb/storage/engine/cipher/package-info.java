/**
 * Encryption of files at rest. Each file has a data key of its own, which seals every piece of it,
 * and which stands in the file wrapped by a master key that is named by its id. Master keys are the
 * affair of a {@link io.cairndb.storage.engine.Keyring}; {@link
 * io.cairndb.storage.engine.cipher.LocalKeystore} keeps them in a file until a service does.
 *
 * <p>A piece is sealed with AES-256-GCM. Its nonce is its place in the file, which is written once:
 * no nonce is ever used twice under one data key. Checksums cover what is stored, so damage is told
 * from a wrong key, and files can be verified and copied by who has no key.
 *
 * <p>What is not hidden: names and lengths of files, the trees' names in no file but the manifest,
 * sequence numbers and lengths of log frames, and which blocks belong to a table.
 */
@NullMarked
package io.cairndb.storage.engine.cipher;

import org.jspecify.annotations.NullMarked;
