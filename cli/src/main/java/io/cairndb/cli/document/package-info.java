/**
 * Items as people write them. Strings, numbers, truth values, null, lists and objects are JSON's
 * own; what JSON lacks is an object with one member whose name starts with a dollar sign:
 *
 * <pre>
 *   {"$ss": ["a", "b"]}   set of strings        {"$b": "AAE="}         binary, Base64
 *   {"$ns": [1, 2.50]}    set of numbers        {"$bs": ["AAE="]}      set of binaries
 *   {"$m": {"$ss": 1}}    an object that would otherwise read as one of these
 * </pre>
 *
 * <p>The item itself is always an object, so its own members are never read as such a form. Numbers
 * keep their digits: they are text on both sides. The same form is read and written everywhere.
 */
@NullMarked
package io.cairndb.cli.document;

import org.jspecify.annotations.NullMarked;
