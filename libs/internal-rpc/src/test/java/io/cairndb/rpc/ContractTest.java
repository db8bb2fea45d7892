package io.cairndb.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.cairndb.rpc.proto.CommonProto;
import io.cairndb.rpc.proto.CoordinatorProto;
import io.cairndb.rpc.proto.IndexServiceProto;
import io.cairndb.rpc.proto.PartitionManagerProto;
import io.cairndb.rpc.proto.RegisterResponse;
import io.cairndb.rpc.proto.Registration;
import io.cairndb.rpc.proto.StorageNodeProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Services of two versions talk to each other during an upgrade: the contracts are held against
 * those of the previous version. {@code -Drewrite} makes the present ones the previous version.
 */
final class ContractTest {
  private static final Path PREVIOUS = Path.of("src/test/resources/contracts/previous.desc");

  @Test
  void contractsUnderstandThoseOfThePreviousVersion() throws IOException {
    FileDescriptorSet present = present();
    if (Boolean.getBoolean("rewrite")) {
      Files.createDirectories(PREVIOUS.getParent());
      Files.write(PREVIOUS, present.toByteArray());
    }
    FileDescriptorSet previous = FileDescriptorSet.parseFrom(Files.readAllBytes(PREVIOUS));
    assertFalse(previous.getFileList().isEmpty());
    assertEquals(List.of(), differences(previous, present));
  }

  /** A comparison that finds nothing would pass for ever. */
  @Test
  void everyBreakingChangeIsFound() {
    FileDescriptorSet present = present();
    FileDescriptorProto file = present.getFile(0);
    DescriptorProto message = file.getMessageType(0);
    FieldDescriptorProto field = message.getField(0);
    List<DescriptorProto> broken =
        List.of(
            message.toBuilder().removeField(0).build(),
            message.toBuilder().setField(0, field.toBuilder().setNumber(99)).build(),
            message.toBuilder().setField(0, field.toBuilder().setName("other")).build(),
            message.toBuilder()
                .setField(0, field.toBuilder().setType(FieldDescriptorProto.Type.TYPE_STRING))
                .build(),
            message.toBuilder()
                .setField(0, field.toBuilder().setLabel(FieldDescriptorProto.Label.LABEL_REPEATED))
                .build());
    for (DescriptorProto one : broken) {
      assertEquals(1, differences(present, with(present, one)).size(), one.toString());
    }
    DescriptorProto reserved =
        message.toBuilder()
            .removeField(0)
            .addReservedRange(
                DescriptorProto.ReservedRange.newBuilder()
                    .setStart(field.getNumber())
                    .setEnd(field.getNumber() + 1))
            .addReservedName(field.getName())
            .build();
    assertEquals(List.of(), differences(present, with(present, reserved)));
    DescriptorProto grown =
        message.toBuilder().addField(field.toBuilder().setNumber(100).setName("added")).build();
    assertEquals(List.of(), differences(present, with(present, grown)));
    assertFalse(differences(present, FileDescriptorSet.getDefaultInstance()).isEmpty());
  }

  @Test
  void valuesOfALaterVersionReadAsUnrecognized() throws InvalidProtocolBufferException {
    byte[] later =
        RegisterResponse.newBuilder().setOutcomeValue(77).setNumber(3).build().toByteArray();
    RegisterResponse read = RegisterResponse.parseFrom(later);
    assertEquals(Registration.UNRECOGNIZED, read.getOutcome());
    assertEquals(77, read.getOutcomeValue());
    assertEquals(3, read.getNumber());
  }

  private static FileDescriptorSet with(FileDescriptorSet set, DescriptorProto first) {
    FileDescriptorSet.Builder changed = set.toBuilder();
    changed.getFileBuilder(0).setMessageType(0, first);
    return changed.build();
  }

  private static FileDescriptorSet present() {
    FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
    for (FileDescriptor file :
        List.of(
            CommonProto.getDescriptor(),
            CoordinatorProto.getDescriptor(),
            StorageNodeProto.getDescriptor(),
            PartitionManagerProto.getDescriptor(),
            IndexServiceProto.getDescriptor())) {
      set.addFile(file.toProto());
    }
    return set.build();
  }

  private static List<String> differences(FileDescriptorSet previous, FileDescriptorSet present) {
    List<String> found = new ArrayList<>();
    Map<String, DescriptorProto> messages = new LinkedHashMap<>();
    Map<String, EnumDescriptorProto> enums = new LinkedHashMap<>();
    Map<String, MethodDescriptorProto> methods = new LinkedHashMap<>();
    for (FileDescriptorProto file : present.getFileList()) {
      file.getMessageTypeList().forEach(one -> messages.put(one.getName(), one));
      file.getEnumTypeList().forEach(one -> enums.put(one.getName(), one));
      file.getServiceList().forEach(service -> collect(service, methods));
    }
    for (FileDescriptorProto file : previous.getFileList()) {
      for (DescriptorProto message : file.getMessageTypeList()) {
        DescriptorProto now = messages.get(message.getName());
        if (now == null) {
          found.add("message removed: " + message.getName());
        } else {
          compareFields(message, now, found);
        }
      }
      for (EnumDescriptorProto one : file.getEnumTypeList()) {
        EnumDescriptorProto now =
            enums.getOrDefault(one.getName(), one.toBuilder().clear().build());
        for (EnumValueDescriptorProto value : one.getValueList()) {
          if (!now.getValueList().contains(value)) {
            found.add("value changed: " + one.getName() + "." + value.getName());
          }
        }
      }
      Map<String, MethodDescriptorProto> before = new LinkedHashMap<>();
      file.getServiceList().forEach(service -> collect(service, before));
      before.forEach(
          (name, method) -> {
            if (!method.equals(methods.get(name))) {
              found.add("method changed: " + name);
            }
          });
    }
    return found;
  }

  private static void collect(
      ServiceDescriptorProto service, Map<String, MethodDescriptorProto> methods) {
    service
        .getMethodList()
        .forEach(method -> methods.put(service.getName() + "." + method.getName(), method));
  }

  private static void compareFields(
      DescriptorProto before, DescriptorProto now, List<String> found) {
    for (FieldDescriptorProto field : before.getFieldList()) {
      String name = before.getName() + "." + field.getName();
      List<FieldDescriptorProto> sameNumber =
          now.getFieldList().stream().filter(f -> f.getNumber() == field.getNumber()).toList();
      if (sameNumber.isEmpty()) {
        if (!isReserved(now, field)) {
          found.add("field removed and not reserved: " + name);
        }
      } else if (!isSame(field, sameNumber.getFirst())) {
        found.add("field changed: " + name);
      }
    }
  }

  private static boolean isReserved(DescriptorProto message, FieldDescriptorProto field) {
    return message.getReservedNameList().contains(field.getName())
        && message.getReservedRangeList().stream()
            .anyMatch(r -> r.getStart() <= field.getNumber() && field.getNumber() < r.getEnd());
  }

  private static boolean isSame(FieldDescriptorProto before, FieldDescriptorProto now) {
    return before.getName().equals(now.getName())
        && before.getType() == now.getType()
        && before.getLabel() == now.getLabel()
        && before.getTypeName().equals(now.getTypeName());
  }
}
