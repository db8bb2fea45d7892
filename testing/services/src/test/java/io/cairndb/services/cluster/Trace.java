package io.cairndb.services.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The spans of one trace that have ended. */
record Trace(List<SpanData> spans) {
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
  private static final AttributeKey<String> REQUEST = AttributeKey.stringKey("cairn.request");

  static String serviceOf(SpanData span) {
    return String.valueOf(span.getResource().getAttribute(SERVICE));
  }

  /** The services that took part. */
  Set<String> services() {
    return spans.stream().map(Trace::serviceOf).collect(Collectors.toCollection(TreeSet::new));
  }

  /** What engines did, as {@code storage-node-1 GetItem}. */
  Set<String> work() {
    return ofKind(SpanKind.INTERNAL).stream()
        .map(span -> serviceOf(span) + " " + span.getAttributes().get(REQUEST))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  List<SpanData> ofKind(SpanKind kind) {
    return spans.stream().filter(span -> span.getKind() == kind).toList();
  }

  List<SpanData> failed() {
    return spans.stream()
        .filter(span -> span.getStatus().getStatusCode() == StatusCode.ERROR)
        .toList();
  }

  List<SpanData> childrenOf(SpanData parent) {
    return spans.stream().filter(s -> s.getParentSpanId().equals(parent.getSpanId())).toList();
  }

  /** The request itself: the only span whose parent is not part of the trace. */
  SpanData root() {
    Set<String> known = spans.stream().map(SpanData::getSpanId).collect(Collectors.toSet());
    List<SpanData> roots =
        spans.stream().filter(span -> !known.contains(span.getParentSpanId())).toList();
    assertEquals(1, roots.size(), () -> "more than one span has no parent:\n" + this);
    SpanData root = roots.getFirst();
    assertEquals("router", serviceOf(root), this::toString);
    assertEquals(SpanKind.SERVER, root.getKind(), this::toString);
    return root;
  }

  /** Every span hangs together with the others, and nothing that was called left none. */
  void assertWhole() {
    root();
    for (SpanData call : ofKind(SpanKind.CLIENT)) {
      List<SpanData> answered = childrenOf(call);
      assertEquals(1, answered.size(), () -> call.getName() + " is not answered once:\n" + this);
      assertEquals(SpanKind.SERVER, answered.getFirst().getKind(), this::toString);
      assertEquals(call.getName(), answered.getFirst().getName(), this::toString);
      assertNotEquals(serviceOf(call), serviceOf(answered.getFirst()), this::toString);
    }
    for (SpanData call : ofKind(SpanKind.SERVER)) {
      if (call.getName().endsWith("StorageNode/Execute")) {
        List<SpanData> work = childrenOf(call);
        assertEquals(1, work.size(), () -> "no engine worked for a call:\n" + this);
        assertTrue(work.getFirst().getName().startsWith("engine "), this::toString);
      }
    }
  }

  @Override
  public String toString() {
    return spans.stream()
        .map(
            span ->
                span.getSpanId()
                    + " under "
                    + span.getParentSpanId()
                    + ": "
                    + serviceOf(span)
                    + " "
                    + span.getKind()
                    + " "
                    + span.getName()
                    + " "
                    + span.getStatus().getStatusCode()
                    + " "
                    + span.getAttributes())
        .collect(Collectors.joining("\n"));
  }
}
