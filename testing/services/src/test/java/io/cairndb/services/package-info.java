/**
 * Services together over loopback, with the real cores of storage nodes on a file system in memory
 * that may lose power. What a service does alone is tested beside it; here is what several must get
 * right with each other while some of them go away and come back.
 */
@NullMarked
package io.cairndb.services;

import org.jspecify.annotations.NullMarked;
