package io.cairndb.dynamodb.wire.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.dynamodb.wire.Model;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every error of the API models exists here, spelled the same, and can be made. */
class ErrorModelTest {

  @Test
  void everyModelledErrorExists() {
    for (Model model : List.of(Model.dynamoDb(), Model.streams())) {
      for (Map.Entry<String, Object> shape : model.shapes().entrySet()) {
        if (!Boolean.TRUE.equals(model.shape(shape.getKey()).get("exception"))) {
          continue;
        }
        ErrorType type =
            Arrays.stream(ErrorType.values())
                .filter(t -> t.shortName().equals(shape.getKey()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(shape.getKey()));
        Set<String> members = new TreeSet<>(model.members(shape.getKey()).keySet());
        assertTrue(members.contains(type.messageMember()), type + " " + members);
        assertEquals(type == ErrorType.INTERNAL_SERVER_ERROR ? 500 : 400, type.status());
      }
    }
  }

  @Test
  void everyErrorHasAFactory() throws ReflectiveOperationException {
    Set<ErrorType> made = EnumSet.noneOf(ErrorType.class);
    for (Method factory : DynamoDbErrors.class.getDeclaredMethods()) {
      if (!Modifier.isPublic(factory.getModifiers())) {
        continue;
      }
      Object[] arguments =
          Arrays.stream(factory.getParameterTypes())
              .map(type -> type == String.class ? "text" : type == List.class ? List.of() : null)
              .toArray();
      DynamoDbException error = (DynamoDbException) factory.invoke(null, arguments);
      made.add(error.type());
      assertEquals(0, error.getStackTrace().length);
    }
    assertEquals(EnumSet.allOf(ErrorType.class), made);
  }
}
