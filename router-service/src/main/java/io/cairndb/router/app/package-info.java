/**
 * The router as a Spring Boot process: properties in, beans out. Nothing here decides anything; see
 * {@link io.cairndb.router.grpc.RouterProcess} for the wiring of the cores.
 */
@NullMarked
package io.cairndb.router.app;

import org.jspecify.annotations.NullMarked;
