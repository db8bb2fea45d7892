package io.cairndb.control.plane;

/**
 * A resource-based policy document attached to a table or stream.
 *
 * @param revisionId changes with every change of the document
 */
public record ResourcePolicy(String document, String revisionId) {}
