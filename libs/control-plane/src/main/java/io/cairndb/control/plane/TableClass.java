package io.cairndb.control.plane;

/** Storage class asked for; kept and described, without effect on where data is stored. */
public enum TableClass {
  STANDARD,
  STANDARD_INFREQUENT_ACCESS
}
