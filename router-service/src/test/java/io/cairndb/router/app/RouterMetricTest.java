package io.cairndb.router.app;

import io.cairndb.service.metrics.MetricsDocument;
import org.junit.jupiter.api.Test;

/** Operators read the document. */
class RouterMetricTest {
  @Test
  void theDocumentListsEveryMetric() throws Exception {
    MetricsDocument.assertLists("router-service", RouterMetric.values());
  }
}
