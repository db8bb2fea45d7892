/**
 * The services wiring on one machine: {@code cairn cluster}. Processes are started, watched, shown
 * and ended here; what they do is theirs. Nothing of Spring or gRPC is on this class path: a
 * service is a command line, a log file and a page that says whether it is ready.
 *
 * <p>State lies in the cluster's directory, each file with one writer:
 *
 * <ul>
 *   <li>{@code cluster.json}: what is wanted. Written by commands, one at a time, under {@code
 *       command.lock}.
 *   <li>{@code processes.json}: what runs. Written by the supervisor alone, which holds {@code
 *       supervisor.lock} while it lives.
 * </ul>
 *
 * <p>Every change of what is wanted has a number; a command that must know that the supervisor has
 * seen it waits for that number in {@code processes.json}. A process is only ever touched when its
 * id <em>and</em> its start time are those written down ({@link
 * io.cairndb.cli.cluster.ProcessIdentity}): the ids of dead processes are given to others.
 *
 * <p>Commands end processes; the supervisor starts them. When the supervisor dies, the services go
 * on, and the next {@code cluster start} begins a new one that adopts them.
 */
@NullMarked
package io.cairndb.cli.cluster;

import org.jspecify.annotations.NullMarked;
