/** Tests of errors: each modelled one exists, spelled as in the model. */
@NullMarked
package io.cairndb.dynamodb.wire.error;

import org.jspecify.annotations.NullMarked;
