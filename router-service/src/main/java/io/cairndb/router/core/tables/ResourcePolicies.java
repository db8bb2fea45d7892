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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Resource policies of tables: kept and shown. Nothing is decided by them here. */
final class ResourcePolicies {
  private static final int DOCUMENT_CHARACTERS_MAX = 20 * 1024;

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
    TableDescriptor table = resource(request.resourceArn());
    if (request.policy().isBlank() || request.policy().length() > DOCUMENT_CHARACTERS_MAX) {
      throw KeyRules.invalid("Policy document must have between 1 and 20480 characters");
    }
    TableDescriptor changed =
        tables.change(
            new ControlCommand.SetResourcePolicy(
                table.name(),
                Optional.of(request.policy()),
                Optional.ofNullable(request.expectedRevisionId())));
    return new PolicyRevisionResponse(revision(changed));
  }

  private Response get(byte[] body) {
    GetResourcePolicyRequest request = GetResourcePolicyRequest.parse(body);
    ResourcePolicy policy =
        resource(request.resourceArn())
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
    TableDescriptor table = resource(request.resourceArn());
    tables.change(
        new ControlCommand.SetResourcePolicy(
            table.name(), Optional.empty(), Optional.ofNullable(request.expectedRevisionId())));
    return new PolicyRevisionResponse(revision(table));
  }

  private TableDescriptor resource(String arn) {
    String name = Arns.tableOfArn(arn);
    TableDescriptor table = tables.find(name);
    if (table == null) {
      throw DynamoDbErrors.resourceNotFound(
          "Requested resource not found: ResourcArn: " + arn + " not found");
    }
    return table;
  }

  private static @Nullable String revision(TableDescriptor table) {
    return table.settings().policy().map(ResourcePolicy::revisionId).orElse(null);
  }
}
