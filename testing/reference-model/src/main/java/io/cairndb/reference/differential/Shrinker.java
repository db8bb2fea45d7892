package io.cairndb.reference.differential;

import io.cairndb.reference.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a failing sequence small: first drops ever smaller runs of requests (delta debugging), then
 * drops or simplifies parts of the requests that are left. Whatever it tries must fail in the same
 * kind of way.
 */
public final class Shrinker {
  private final Function<List<Call>, Optional<Difference>> run;
  private int budget;

  /** A shrinker that may run {@code budget} sequences. */
  public Shrinker(Function<List<Call>, Optional<Difference>> run, int budget) {
    this.run = run;
    this.budget = budget;
  }

  /** The smallest failing sequence it finds, which ends with the request that differs. */
  public List<Call> shrink(List<Call> failing, Difference original) {
    List<Call> calls = new ArrayList<>(failing.subList(0, original.position() + 1));
    calls = dropCalls(calls, original);
    return dropParts(calls, original);
  }

  private List<Call> dropCalls(List<Call> start, Difference original) {
    List<Call> calls = start;
    int chunk = Math.max(1, calls.size() / 2);
    while (chunk >= 1) {
      boolean dropped = false;
      for (int from = 0; from + chunk < calls.size(); ) {
        List<Call> shorter = new ArrayList<>(calls);
        shorter.subList(from, from + chunk).clear();
        if (stillFails(shorter, original)) {
          calls = shorter;
          dropped = true;
        } else {
          from += chunk;
        }
      }
      chunk = dropped && chunk == 1 ? 1 : chunk / 2;
    }
    return calls;
  }

  private List<Call> dropParts(List<Call> start, Difference original) {
    List<Call> calls = start;
    boolean smaller = true;
    while (smaller && budget > 0) {
      smaller = false;
      for (int i = 0; i < calls.size() && !smaller; i++) {
        Call call = calls.get(i);
        // A statement and the request that means the same cannot be cut alike.
        Object cuttable = call.operation().endsWith("ExecuteStatement") ? "" : call.request();
        for (Object candidate : simpler(cuttable)) {
          List<Call> changed = new ArrayList<>(calls);
          changed.set(i, new Call(call.operation(), Json.asObject(candidate)));
          if (stillFails(changed, original)) {
            calls = changed;
            smaller = true;
            break;
          }
        }
      }
    }
    return calls;
  }

  private boolean stillFails(List<Call> calls, Difference original) {
    if (budget-- <= 0) {
      return false;
    }
    try {
      return run.apply(calls)
          .filter(difference -> difference.position() == calls.size() - 1)
          .filter(original::sameKind)
          .isPresent();
    } catch (IllegalArgumentException | NoSuchElementException | ClassCastException malformed) {
      return false; // cutting a part out made a request whose shape the model does not judge
    }
  }

  /** All values that lack one part of this one, outermost parts first. */
  static List<Object> simpler(Object value) {
    List<Object> result = new ArrayList<>();
    if (value instanceof Map) {
      Map<String, Object> map = Json.asObject(value);
      for (String name : map.keySet()) {
        Map<String, Object> without = Json.asObject(Json.copy(map));
        without.remove(name);
        result.add(without);
      }
      map.forEach(
          (name, member) -> {
            for (Object candidate : simpler(member)) {
              Map<String, Object> with = Json.asObject(Json.copy(map));
              with.put(name, candidate);
              result.add(with);
            }
          });
    } else if (value instanceof List) {
      List<Object> list = Json.asList(value);
      for (int i = 0; i < list.size(); i++) {
        List<Object> without = new ArrayList<>(list);
        without.remove(i);
        result.add(without);
        for (Object candidate : simpler(list.get(i))) {
          List<Object> with = new ArrayList<>(list);
          with.set(i, candidate);
          result.add(with);
        }
      }
    } else if (value instanceof String text) {
      for (String separator : List.of(" AND ", " OR ", ", ")) {
        int at = text.indexOf(separator);
        if (at > 0) {
          result.add(text.substring(0, at));
          result.add(text.substring(at + separator.length()));
        }
      }
      if (text.length() > 60 && !text.contains(" ")) {
        result.add(text.substring(0, text.length() / 2));
      }
    }
    return result;
  }
}
