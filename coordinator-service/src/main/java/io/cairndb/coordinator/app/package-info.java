/**
 * The coordinator as a Spring Boot process: properties in, beans out. Nothing here decides
 * anything; see {@link io.cairndb.coordinator.grpc.CoordinatorProcess} for the wiring of the cores.
 */
@NullMarked
package io.cairndb.coordinator.app;

import org.jspecify.annotations.NullMarked;
