package io.cairndb.router.core.tables;

import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.ResourcePolicy;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.request.DeleteResourcePolicyRequest;
import io.cairndb.dynamodb.wire.request.GetResourcePolicyRequest;
import io.cairndb.dynamodb.wire.request.PutResourcePolicyRequest;
import io.cairndb.dynamodb.wire.response.GetResourcePolicyResponse;
import io.cairndb.dynamodb.wire.response.PolicyRevisionResponse;
import io.cairndb.dynamodb.wire.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Resource policies of tables: kept and shown. Nothing is decided by them here. */
final class ResourcePolicies {
  private static final int DOCUMENT_BYTES_MAX = 20 * 1024;

  private final TableAccess tables;

  ResourcePolicies(TableAccess tables) {
    this.tables = tables;
  }

  List<BlockingOperation> operations() {
    return List.of(
        new BlockingOperation("PutResourcePolicy", (body, context) -> put(body)),
        new BlockingOperation("GetResourcePolicy", (body, context) -> get(body)),
        new BlockingOperation("DeleteResourcePolicy", (body, context) -> delete(body)));
  }

  private Response put(byte[] body) {
    PutResourcePolicyRequest request = PutResourcePolicyRequest.parse(body);
    TableDescriptor table = tables.requireResource(request.resourceArn());
    TableDescriptor changed =
        tables.change(
            new ControlCommand.SetResourcePolicy(
                table.name(),
                Optional.of(bounded(request.policy())),
                Optional.ofNullable(request.expectedRevisionId())));
    return new PolicyRevisionResponse(revision(changed));
  }

  private Response get(byte[] body) {
    GetResourcePolicyRequest request = GetResourcePolicyRequest.parse(body);
    ResourcePolicy policy =
        tables
            .requireResource(request.resourceArn())
            .settings()
            .policy()
            .orElseThrow(
                () ->
                    DynamoDbErrors.policyNotFound(
                        "Resource-based policy not found for the provided ResourceArn: "
                            + request.resourceArn()));
    return new GetResourcePolicyResponse(policy.document(), policy.revisionId());
  }

  private Response delete(byte[] body) {
    DeleteResourcePolicyRequest request = DeleteResourcePolicyRequest.parse(body);
    TableDescriptor table = tables.requireResource(request.resourceArn());
    tables.change(
        new ControlCommand.SetResourcePolicy(
            table.name(), Optional.empty(), Optional.ofNullable(request.expectedRevisionId())));
    return new PolicyRevisionResponse(revision(table));
  }

  /** A document that is there and not too large. */
  static String bounded(String document) {
    if (document.isBlank()) {
      throw DynamoDbErrors.invalidParameter(
          "Invalid policy document: This policy contains invalid Json");
    }
    if (document.getBytes(StandardCharsets.UTF_8).length > DOCUMENT_BYTES_MAX) {
      throw DynamoDbErrors.invalidParameter(
          "Maximum policy size of " + DOCUMENT_BYTES_MAX + " bytes exceeded");
    }
    return document;
  }

  private static @Nullable String revision(TableDescriptor table) {
    return table.settings().policy().map(ResourcePolicy::revisionId).orElse(null);
  }
}
