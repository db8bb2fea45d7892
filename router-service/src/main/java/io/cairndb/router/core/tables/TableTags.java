package io.cairndb.router.core.tables;

import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.request.ListTagsOfResourceRequest;
import io.cairndb.dynamodb.wire.request.Tag;
import io.cairndb.dynamodb.wire.request.TagResourceRequest;
import io.cairndb.dynamodb.wire.request.UntagResourceRequest;
import io.cairndb.dynamodb.wire.response.EmptyResponse;
import io.cairndb.dynamodb.wire.response.ListTagsOfResourceResponse;
import io.cairndb.dynamodb.wire.response.Response;
import java.util.ArrayList;
import java.util.List;

/** Tags of tables. */
final class TableTags {
  private final TableAccess tables;

  TableTags(TableAccess tables) {
    this.tables = tables;
  }

  List<BlockingOperation> operations() {
    return List.of(
        new BlockingOperation("TagResource", (body, context) -> tag(body)),
        new BlockingOperation("UntagResource", (body, context) -> untag(body)),
        new BlockingOperation("ListTagsOfResource", (body, context) -> list(body)));
  }

  private Response tag(byte[] body) {
    TagResourceRequest request = TagResourceRequest.parse(body);
    String name = Arns.resourceTable(request.resourceArn());
    if (request.tags().isEmpty()) {
      throw DynamoDbErrors.validation("Atleast one Tag needs to be provided as Input.");
    }
    var tags = TagRules.tags(request.tags());
    tables.requireResource(request.resourceArn());
    tables.change(new ControlCommand.AddTags(name, tags));
    return new EmptyResponse();
  }

  private Response untag(byte[] body) {
    UntagResourceRequest request = UntagResourceRequest.parse(body);
    String name = Arns.resourceTable(request.resourceArn());
    if (request.tagKeys().isEmpty()) {
      throw DynamoDbErrors.validation("Atleast one Tag Key needs to be provided as Input.");
    }
    if (tables.find(name) == null) {
      throw DynamoDbErrors.resourceNotFound();
    }
    tables.change(new ControlCommand.RemoveTags(name, request.tagKeys()));
    return new EmptyResponse();
  }

  private Response list(byte[] body) {
    ListTagsOfResourceRequest request = ListTagsOfResourceRequest.parse(body);
    TableDescriptor table = tables.requireResource(request.resourceArn());
    List<Tag> tags = new ArrayList<>();
    table.settings().tags().forEach((key, value) -> tags.add(new Tag(key, value)));
    return new ListTagsOfResourceResponse(tags, null);
  }
}
