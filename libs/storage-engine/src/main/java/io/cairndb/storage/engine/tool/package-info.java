/**
 * Tools for an engine's directory while no engine has it open: {@link
 * io.cairndb.storage.engine.tool.EngineVerifier} says what is wrong, {@link
 * io.cairndb.storage.engine.tool.EngineDump} shows what is in a file, {@link
 * io.cairndb.storage.engine.tool.EngineRepair} makes a directory that opens out of one that does
 * not. They print nothing: what they find goes to their caller. Each takes the directory's lock and
 * is confined to one thread.
 *
 * <p>They read formats through the same classes as the engine, but piece by piece, so that damage
 * to one piece does not hide the others. Nothing on the way of a request belongs here.
 */
@NullMarked
package io.cairndb.storage.engine.tool;

import org.jspecify.annotations.NullMarked;
