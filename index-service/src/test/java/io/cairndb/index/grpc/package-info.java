/**
 * The service's adapters against fakes, one manner at a time; whole services are tested together.
 */
@NullMarked
package io.cairndb.index.grpc;

import org.jspecify.annotations.NullMarked;
