package io.cairndb.reference.differential;

import java.util.EnumSet;
import java.util.Set;

/** What not every server has, so that sequences for one that lacks it can do without. */
public enum Feature {
  /** Global indexes whose keys are made of several attributes. */
  MULTI_ATTRIBUTE_KEYS,
  /** Records of changes. */
  STREAMS,
  /** Global indexes that come and go while the table is used. */
  LIVE_INDEXES,
  /** Time to live switched on and off. */
  TIME_TO_LIVE,
  /** Transactions with and without tokens. */
  TRANSACTIONS,
  /** ItemCollectionMetrics. */
  COLLECTION_METRICS,
  /** PartiQL. */
  STATEMENTS;

  /** Everything, as DynamoDB has it. */
  public static Set<Feature> all() {
    return EnumSet.allOf(Feature.class);
  }
}
