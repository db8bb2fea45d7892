package io.cairndb.router.core;

/**
 * Who asks, and on behalf of what.
 *
 * @param requestId as sent back in {@code x-amzn-RequestId}
 * @param region from the credential scope of the signature
 * @param account twelve digits; whose tables are meant
 * @param accessKey as claimed by the signature
 */
public record RequestContext(String requestId, String region, String account, String accessKey) {}
