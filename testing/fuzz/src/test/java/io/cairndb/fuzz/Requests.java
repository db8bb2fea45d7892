package io.cairndb.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The valid requests that the structural sweep starts from, too. */
public final class Requests {
  private static final String FILE =
      "testing/robustness/src/test/resources/testdata/valid-requests.txt";
  private static final Set<String> OF_STREAMS =
      Set.of("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams");

  /** They would take the tables away from under the others, or make ever more of them. */
  private static final Set<String> OF_TABLES =
      Set.of("CreateTable", "DeleteTable", "UpdateTable", "UpdateTimeToLive");

  private Requests() {}

  /** Operations and bodies. */
  public static List<Map.Entry<String, String>> examples() {
    List<String> texts = new ArrayList<>();
    for (String line : Seeds.lines(FILE)) {
      if (line.startsWith(" ")) {
        texts.set(texts.size() - 1, texts.getLast() + line.substring(1));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        texts.add(line.startsWith("!") ? line.substring(1) : line);
      }
    }
    List<Map.Entry<String, String>> examples = new ArrayList<>();
    for (String text : texts) {
      int space = text.indexOf(' ');
      examples.add(Map.entry(text.substring(0, space), text.substring(space + 1)));
    }
    return examples;
  }

  /** Every operation with an example that leaves the set of tables as it is, in order of names. */
  public static List<String> operationsOnData() {
    Set<String> operations = new TreeSet<>();
    examples().forEach(example -> operations.add(example.getKey()));
    operations.removeAll(OF_TABLES);
    return List.copyOf(operations);
  }

  /** The operation as the header of a request names it. */
  public static String targetOf(String operation) {
    String api = OF_STREAMS.contains(operation) ? "DynamoDBStreams" : "DynamoDB";
    return api + "_20120810." + operation;
  }
}
