package io.cairndb.router.http;

/**
 * What the front end holds and refused, at one moment.
 *
 * @param connections open now
 * @param refusedConnections closed at once because too many were open
 * @param requests read completely
 * @param refusedBodies answered with 413 or 503 because of their size
 * @param bufferedBodyBytes bytes of request bodies held now
 */
public record HttpStats(
    long connections,
    long refusedConnections,
    long requests,
    long refusedBodies,
    long bufferedBodyBytes) {}
