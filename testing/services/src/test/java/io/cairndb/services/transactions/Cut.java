package io.cairndb.services.transactions;

/** What happens at one message of a transaction, or of the recovery of one. */
enum Cut {
  /** The sender stops for ever before the message leaves. */
  SENDER_BEFORE,
  /** The message arrives and is carried out; the sender has stopped and never hears of it. */
  SENDER_AFTER,
  /** The node it goes to is killed before it arrives. */
  NODE_BEFORE,
  /** The node carries it out and is killed before it can answer. */
  NODE_AFTER,
  /** The node loses power while what it decided is on the way to the disk. */
  NODE_UNSYNCED
}
