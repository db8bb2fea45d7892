package io.cairndb.router.http;

/**
 * What the front end holds and refused, at one moment.
 *
 * @param connections open now
 * @param refusedConnections closed at once because too many were open
 * @param requests read completely
 * @param refusedBodies answered with 413 or 503 because of their size
 * @param bufferedBodyBytes bytes of request bodies held now
 * @param refusedAnswers replaced by 503 because too many bytes waited for clients to take them
 * @param unsentBytes bytes of large answers that clients have not taken yet
 */
public record HttpStats(
    long connections,
    long refusedConnections,
    long requests,
    long refusedBodies,
    long bufferedBodyBytes,
    long refusedAnswers,
    long unsentBytes) {}
