package io.cairndb.router.http;

import io.cairndb.router.core.FrontDoor;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Map;

/**
 * What all connections of a server share.
 *
 * @param scopes surround the handling of requests
 * @param memory for the requests of the event loop that asks
 */
record HttpServices(
    FrontDoor frontDoor,
    RequestScope.Factory scopes,
    HttpServerOptions options,
    BodyBudget budget,
    BodyBudget responseBudget,
    HttpCounters counters,
    FastThreadLocal<RequestMemory.OfLoop> memory,
    Map<String, SidePage> pages) {}
