package io.cairndb.router.http;

import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request, in their order, in one array that is searched from its beginning: a
 * request has about ten, and a table of hashes for them takes more memory than the rest of its
 * head. Names are compared without regard to case; values are kept as they are given. Confined to
 * the event loop of its connection.
 */
final class RequestHeaders extends HttpHeaders {
  private static final int FIELDS_INITIAL = 8;

  /** Name, value, name, value. */
  private @Nullable CharSequence[] fields = new CharSequence[2 * FIELDS_INITIAL];

  private int end;

  /** The place of the first field of that name from {@code from} on; -1 when there is none. */
  private int find(CharSequence name, int from) {
    for (int at = from; at < end; at += 2) {
      if (AsciiString.contentEqualsIgnoreCase(fields[at], name)) {
        return at;
      }
    }
    return -1;
  }

  private @Nullable String valueAt(int at) {
    CharSequence value = at < 0 ? null : fields[at + 1];
    return value == null ? null : value.toString();
  }

  @Override
  public @Nullable String get(CharSequence name) {
    return valueAt(find(name, 0));
  }

  @Override
  public @Nullable String get(String name) {
    return get((CharSequence) name);
  }

  @Override
  public List<String> getAll(CharSequence name) {
    int first = find(name, 0);
    if (first < 0) {
      return List.of();
    }
    if (find(name, first + 2) < 0) {
      return List.of(String.valueOf(fields[first + 1]));
    }
    List<String> values = new ArrayList<>(1);
    for (int at = first; at >= 0; at = find(name, at + 2)) {
      values.add(valueAt(at));
    }
    return values;
  }

  @Override
  public List<String> getAll(String name) {
    return getAll((CharSequence) name);
  }

  @Override
  public boolean contains(CharSequence name) {
    return find(name, 0) >= 0;
  }

  @Override
  public boolean contains(String name) {
    return contains((CharSequence) name);
  }

  @Override
  public @Nullable Integer getInt(CharSequence name) {
    String value = get(name);
    return value == null ? null : Integer.valueOf(value.trim());
  }

  @Override
  public int getInt(CharSequence name, int otherwise) {
    Integer value = getInt(name);
    return value == null ? otherwise : value;
  }

  @Override
  public @Nullable Short getShort(CharSequence name) {
    String value = get(name);
    return value == null ? null : Short.valueOf(value.trim());
  }

  @Override
  public short getShort(CharSequence name, short otherwise) {
    Short value = getShort(name);
    return value == null ? otherwise : value;
  }

  @Override
  public @Nullable Long getTimeMillis(CharSequence name) {
    String value = get(name);
    Date date = value == null ? null : DateFormatter.parseHttpDate(value);
    return date == null ? null : Long.valueOf(date.getTime());
  }

  @Override
  public long getTimeMillis(CharSequence name, long otherwise) {
    Long value = getTimeMillis(name);
    return value == null ? otherwise : value;
  }

  @Override
  public List<Map.Entry<String, String>> entries() {
    List<Map.Entry<String, String>> entries = new ArrayList<>(size());
    for (int at = 0; at < end; at += 2) {
      entries.add(new SimpleImmutableEntry<>(String.valueOf(fields[at]), valueAt(at)));
    }
    return entries;
  }

  @Override
  public Iterator<Map.Entry<String, String>> iterator() {
    return entries().iterator();
  }

  @Override
  public Iterator<Map.Entry<CharSequence, CharSequence>> iteratorCharSequence() {
    List<Map.Entry<CharSequence, CharSequence>> entries = new ArrayList<>(size());
    for (int at = 0; at < end; at += 2) {
      entries.add(new SimpleImmutableEntry<>(fields[at], fields[at + 1]));
    }
    return entries.iterator();
  }

  @Override
  public boolean isEmpty() {
    return end == 0;
  }

  @Override
  public int size() {
    return end / 2;
  }

  @Override
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (int at = 0; at < end; at += 2) {
      names.add(String.valueOf(fields[at]));
    }
    return names;
  }

  @Override
  public HttpHeaders add(CharSequence name, Object value) {
    if (end == fields.length) {
      fields = Arrays.copyOf(fields, 2 * end);
    }
    fields[end] = name;
    fields[end + 1] = value instanceof CharSequence text ? text : value.toString();
    end += 2;
    return this;
  }

  @Override
  public HttpHeaders add(String name, Object value) {
    return add((CharSequence) name, value);
  }

  @Override
  public HttpHeaders add(String name, Iterable<?> values) {
    values.forEach(value -> add((CharSequence) name, value));
    return this;
  }

  @Override
  public HttpHeaders addInt(CharSequence name, int value) {
    return add(name, Integer.toString(value));
  }

  @Override
  public HttpHeaders addShort(CharSequence name, short value) {
    return add(name, Short.toString(value));
  }

  @Override
  public HttpHeaders set(String name, Object value) {
    return remove(name).add(name, value);
  }

  @Override
  public HttpHeaders set(String name, Iterable<?> values) {
    return remove(name).add(name, values);
  }

  @Override
  public HttpHeaders setInt(CharSequence name, int value) {
    return set(name.toString(), Integer.toString(value));
  }

  @Override
  public HttpHeaders setShort(CharSequence name, short value) {
    return set(name.toString(), Short.toString(value));
  }

  @Override
  public HttpHeaders remove(String name) {
    int kept = 0;
    for (int at = 0; at < end; at += 2) {
      if (!AsciiString.contentEqualsIgnoreCase(fields[at], name)) {
        fields[kept] = fields[at];
        fields[kept + 1] = fields[at + 1];
        kept += 2;
      }
    }
    Arrays.fill(fields, kept, end, null);
    end = kept;
    return this;
  }

  @Override
  public HttpHeaders clear() {
    Arrays.fill(fields, 0, end, null);
    end = 0;
    return this;
  }
}
