/** The HTTP front end over real sockets on loopback, with operations made for the test. */
@NullMarked
package io.cairndb.router.http;

import org.jspecify.annotations.NullMarked;
