package io.cairndb.service;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows refusals to people; found by Spring through {@code spring.factories}. */
final class StartRefusals extends AbstractFailureAnalyzer<StartRefusedException> {
  @Override
  protected FailureAnalysis analyze(Throwable failure, StartRefusedException refusal) {
    return new FailureAnalysis(refusal.getMessage(), refusal.remedy(), failure);
  }
}
