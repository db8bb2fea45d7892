package io.cairndb.coordinator.app;

import io.cairndb.service.metrics.MetricsDocument;
import org.junit.jupiter.api.Test;

/** Operators read the document. */
class CoordinatorMetricTest {
  @Test
  void theDocumentListsEveryMetric() throws Exception {
    MetricsDocument.assertLists("coordinator-service", CoordinatorMetric.values());
  }
}
