package io.cairndb.cli.transfer;

/**
 * What a transfer did in all, earlier runs that it resumed included.
 *
 * @param bytes of the file
 * @param resumed whether an earlier run had begun it
 */
public record TransferResult(long items, long bytes, boolean resumed) {}
