package io.cairndb.router.http;

import io.cairndb.router.core.FrontDoor;
import java.util.Map;

/** What all connections of a server share. */
record HttpServices(
    FrontDoor frontDoor,
    HttpServerOptions options,
    BodyBudget budget,
    BodyBudget responseBudget,
    HttpCounters counters,
    Map<String, SidePage> pages) {}
