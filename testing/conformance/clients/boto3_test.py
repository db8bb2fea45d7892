"""boto3_test.py ENDPOINT: the resource and the client interface of boto3."""

import decimal
import sys
import time

import boto3
from boto3.dynamodb.conditions import Attr, Key
from botocore.exceptions import ClientError

endpoint = sys.argv[1]
resource = boto3.resource("dynamodb", endpoint_url=endpoint)
client = boto3.client("dynamodb", endpoint_url=endpoint)
name = "boto3-%d" % time.time_ns()
checks = 0


def check(wanted, got):
    global checks
    checks += 1
    if wanted != got:
        sys.exit("boto3: wanted %r\n       got    %r" % (wanted, got))


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        check(code, error.response["Error"]["Code"])
        return error.response
    sys.exit("boto3: should have been refused with " + code)


table = resource.create_table(
    TableName=name,
    BillingMode="PAY_PER_REQUEST",
    AttributeDefinitions=[
        {"AttributeName": "p", "AttributeType": "S"},
        {"AttributeName": "s", "AttributeType": "N"},
        {"AttributeName": "k", "AttributeType": "S"},
    ],
    KeySchema=[
        {"AttributeName": "p", "KeyType": "HASH"},
        {"AttributeName": "s", "KeyType": "RANGE"},
    ],
    GlobalSecondaryIndexes=[
        {
            "IndexName": "byKind",
            "KeySchema": [{"AttributeName": "k", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
    ],
)
table.wait_until_exists()

item = {
    "p": "types",
    "s": decimal.Decimal("1"),
    "k": "kind",
    "text": "grüße",
    "number": decimal.Decimal("-1.5E+3"),
    "binary": b"\x00\xff",
    "yes": True,
    "nothing": None,
    "texts": {"a", "b"},
    "numbers": {decimal.Decimal(1), decimal.Decimal(2)},
    "list": ["x", decimal.Decimal(1), {"deep": []}],
    "map": {"in": {"deeper": decimal.Decimal(7)}},
}
table.put_item(Item=item)
got = table.get_item(Key={"p": "types", "s": 1}, ConsistentRead=True)["Item"]
got["binary"] = bytes(got["binary"].value)
check(item, got)

with table.batch_writer() as batch:
    for i in range(60):
        batch.put_item(Item={"p": "many", "s": i, "k": "kind" if i % 2 else "other", "v": i})
check(60, table.query(KeyConditionExpression=Key("p").eq("many"), Select="COUNT")["Count"])
page = table.query(
    KeyConditionExpression=Key("p").eq("many") & Key("s").between(10, 19),
    FilterExpression=Attr("v").gt(14) & Attr("k").eq("kind"),
    ScanIndexForward=False,
)
check([19, 17, 15], [int(one["s"]) for one in page["Items"]])
paginator = client.get_paginator("scan")
check(
    61,
    sum(len(one["Items"]) for one in paginator.paginate(TableName=name, PaginationConfig={"PageSize": 7})),
)
check(31, table.query(IndexName="byKind", KeyConditionExpression=Key("k").eq("kind"))["Count"])

updated = table.update_item(
    Key={"p": "types", "s": 1},
    UpdateExpression="SET #m.#in.deeper = #m.#in.deeper + :one, l2 = list_append(#l, :l) REMOVE nothing DELETE texts :a",
    ExpressionAttributeNames={"#m": "map", "#in": "in", "#l": "list"},
    ExpressionAttributeValues={":one": 1, ":l": ["y"], ":a": {"a"}},
    ReturnValues="ALL_NEW",
)["Attributes"]
check(8, updated["map"]["in"]["deeper"])
check({"b"}, updated["texts"])
check(4, len(updated["l2"]))
check(False, "nothing" in updated)

error = refused(
    "ConditionalCheckFailedException",
    table.put_item,
    Item={"p": "types", "s": 1},
    ConditionExpression=Attr("p").not_exists(),
    ReturnValuesOnConditionCheckFailure="ALL_OLD",
) if "ReturnValuesOnConditionCheckFailure" in client.meta.service_model.operation_model(
    "PutItem").input_shape.members else refused(
    "ConditionalCheckFailedException",
    table.put_item,
    Item={"p": "types", "s": 1},
    ConditionExpression=Attr("p").not_exists(),
)
check("The conditional request failed", error["Error"]["Message"])
canceled = refused(
    "TransactionCanceledException",
    client.transact_write_items,
    TransactItems=[
        {"Put": {"TableName": name, "Item": {"p": {"S": "t"}, "s": {"N": "1"}}}},
        {
            "ConditionCheck": {
                "TableName": name,
                "Key": {"p": {"S": "absent"}, "s": {"N": "1"}},
                "ConditionExpression": "attribute_exists(p)",
            }
        },
    ],
)
check(["None", "ConditionalCheckFailed"], [one["Code"] for one in canceled["CancellationReasons"]])
check(False, "Item" in table.get_item(Key={"p": "t", "s": 1}))
refused("ValidationException", table.get_item, Key={"p": "t"})
refused("ResourceNotFoundException", client.describe_table, TableName=name + "-absent")
refused("ResourceInUseException", client.create_table, TableName=name,
        AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}], BillingMode="PAY_PER_REQUEST")
statement = lambda text, *parameters, **more: client.execute_statement(
    Statement=text % ('"' + name + '"'), **({"Parameters": list(parameters)} if parameters else {}), **more
)
statement("INSERT INTO %s VALUE {'p': ?, 's': 1, 'n': 1, 'words': <<'a', 'b'>>}", {"S": "ql"})
statement("INSERT INTO %s VALUE {'p': 'ql', 's': 2, 'n': 2}")
changed = statement(
    "UPDATE %s SET n = n + 10 SET words = set_add(words, <<'c'>>) WHERE p = 'ql' AND s = 1 RETURNING MODIFIED NEW *"
)
check(({"N": "11"}, ["a", "b", "c"]), (changed["Items"][0]["n"], sorted(changed["Items"][0]["words"]["SS"])))
first = statement("SELECT s FROM %s WHERE p = 'ql' ORDER BY s DESC", Limit=1)
check([{"s": {"N": "2"}}], first["Items"])
rest = statement("SELECT s FROM %s WHERE p = 'ql' ORDER BY s DESC", NextToken=first["NextToken"])
check([{"s": {"N": "1"}}], rest["Items"])
refused("DuplicateItemException", statement, text="INSERT INTO %s VALUE {'p': 'ql', 's': 1}")
refused("ConditionalCheckFailedException", statement, text="UPDATE %s SET n = 1 WHERE p = 'ql' AND s = 3")
batch = client.batch_execute_statement(Statements=[
    {"Statement": 'SELECT n FROM "%s" WHERE p = ? AND s = 2' % name, "Parameters": [{"S": "ql"}]},
    {"Statement": 'SELECT n FROM "%s" WHERE p = \'ql\'' % name},
])["Responses"]
check(({"n": {"N": "2"}}, "ValidationError"), (batch[0]["Item"], batch[1]["Error"]["Code"]))
canceled = refused("TransactionCanceledException", client.execute_transaction, TransactStatements=[
    {"Statement": 'DELETE FROM "%s" WHERE p = \'ql\' AND s = 2' % name},
    {"Statement": 'INSERT INTO "%s" VALUE {\'p\': \'ql\', \'s\': 1}' % name},
])
check(["None", "DuplicateItem"], [one["Code"] for one in canceled["CancellationReasons"]])
table.delete()
table.wait_until_not_exists()
print("boto3: %d checks" % checks)
