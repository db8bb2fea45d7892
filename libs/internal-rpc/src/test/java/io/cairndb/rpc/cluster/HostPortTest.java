package io.cairndb.rpc.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.RpcOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is taken for an address can be called; anything else is refused by name. */
final class HostPortTest {

  @Test
  void addressesAreReadAsTheyAreWritten() {
    for (String text :
        List.of("127.0.0.1:7100", "localhost:0", "[::1]:7100", "node-1.cairn.svc:65535")) {
      HostPort address = HostPort.parse(text);
      assertEquals(text, address.toString());
      Rpc.channel(address.host(), address.port(), RpcOptions.DEFAULT).shutdownNow();
    }
  }

  @Test
  void whatNobodyCanCallIsRefused() {
    for (String text :
        List.of("", "here", ":7100", "here:", "here:x", "here:65536", "::1:7100", "my_host:1")) {
      assertThrows(IllegalArgumentException.class, () -> HostPort.parse(text), text);
    }
    for (String host : List.of(" ", "a b", "a/b", "a@b", "my_host")) {
      assertThrows(IllegalArgumentException.class, () -> new HostPort(host, 1), host);
    }
  }
}
