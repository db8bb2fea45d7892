// sdk-js.cjs ENDPOINT: the SDK for JavaScript v3, client, document client and streams.
const assert = require('node:assert/strict')
const db = require('@aws-sdk/client-dynamodb')
const streams = require('@aws-sdk/client-dynamodb-streams')
const lib = require('@aws-sdk/lib-dynamodb')

const settings = {
  endpoint: process.argv[2],
  region: 'us-east-1',
  credentials: { accessKeyId: 'cairn', secretAccessKey: 'cairn' },
  maxAttempts: 1,
}
const client = new db.DynamoDBClient(settings)
const documents = lib.DynamoDBDocumentClient.from(client)
const TableName = `js-${Date.now()}-${process.pid}`

async function refused(name, command) {
  await assert.rejects(documents.send(command), error => error.name === name)
}

async function main() {
  await client.send(new db.CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'p', AttributeType: 'S' }, { AttributeName: 's', AttributeType: 'N' }],
    KeySchema: [{ AttributeName: 'p', KeyType: 'HASH' }, { AttributeName: 's', KeyType: 'RANGE' }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  }))
  await db.waitUntilTableExists({ client, maxWaitTime: 60 }, { TableName })

  const Item = { p: 'a', s: 1, text: 'grüße', list: [1, 'two', { three: null }], tags: new Set(['x', 'y']), bytes: new Uint8Array([0, 255]) }
  await documents.send(new lib.PutCommand({ TableName, Item }))
  const got = await documents.send(new lib.GetCommand({ TableName, Key: { p: 'a', s: 1 }, ConsistentRead: true }))
  assert.deepEqual(got.Item, Item)

  for (let i = 2; i <= 30; i++) {
    await documents.send(new lib.PutCommand({ TableName, Item: { p: 'a', s: i } }))
  }
  const seen = []
  for await (const page of lib.paginateQuery({ client: documents, pageSize: 4 }, {
    TableName, KeyConditionExpression: 'p = :p', ExpressionAttributeValues: { ':p': 'a' }, ScanIndexForward: false,
  })) seen.push(...page.Items.map(one => one.s))
  assert.deepEqual(seen, Array.from({ length: 30 }, (_, i) => 30 - i))

  const updated = await documents.send(new lib.UpdateCommand({
    TableName, Key: { p: 'a', s: 1 }, UpdateExpression: 'ADD hits :n SET #l[0] = :v', ExpressionAttributeNames: { '#l': 'list' },
    ExpressionAttributeValues: { ':n': 2, ':v': 'one' }, ReturnValues: 'ALL_NEW',
  }))
  assert.equal(updated.Attributes.hits, 2)
  assert.deepEqual(updated.Attributes.list[0], 'one')
  await refused('ConditionalCheckFailedException', new lib.DeleteCommand({
    TableName, Key: { p: 'a', s: 1 }, ConditionExpression: 'attribute_not_exists(p)' }))
  await refused('ValidationException', new lib.GetCommand({ TableName, Key: { p: 'a' } }))
  await refused('TransactionCanceledException', new lib.TransactWriteCommand({ TransactItems: [
    { Put: { TableName, Item: { p: 't', s: 1 } } },
    { ConditionCheck: { TableName, Key: { p: 'none', s: 1 }, ConditionExpression: 'attribute_exists(p)' } } ] }))
  await documents.send(new lib.TransactWriteCommand({ TransactItems: [{ Put: { TableName, Item: { p: 't', s: 1 } } }] }))
  const both = await documents.send(new lib.TransactGetCommand({ TransactItems: [
    { Get: { TableName, Key: { p: 't', s: 1 } } }, { Get: { TableName, Key: { p: 't', s: 2 } } } ] }))
  assert.deepEqual(both.Responses.map(one => one.Item), [{ p: 't', s: 1 }, undefined])
  const batch = await documents.send(new lib.BatchGetCommand({ RequestItems: { [TableName]: { Keys: [{ p: 'a', s: 2 }, { p: 'a', s: 3 }] } } }))
  assert.equal(batch.Responses[TableName].length, 2)

  const follower = new streams.DynamoDBStreamsClient(settings)
  const { Table } = await client.send(new db.DescribeTableCommand({ TableName }))
  const { StreamDescription } = await follower.send(new streams.DescribeStreamCommand({ StreamArn: Table.LatestStreamArn }))
  let records = 0
  for (let attempt = 0; attempt < 50 && records < 32; attempt++) {
    records = 0
    for (const shard of StreamDescription.Shards) {
      let { ShardIterator } = await follower.send(new streams.GetShardIteratorCommand({
        StreamArn: Table.LatestStreamArn, ShardId: shard.ShardId, ShardIteratorType: 'TRIM_HORIZON' }))
      for (let page = 0; page < 3 && ShardIterator; page++) {
        const answer = await follower.send(new streams.GetRecordsCommand({ ShardIterator }))
        records += answer.Records.length
        ShardIterator = answer.NextShardIterator
      }
    }
  }
  assert.equal(records, 32)

  await client.send(new db.DeleteTableCommand({ TableName }))
  await db.waitUntilTableNotExists({ client, maxWaitTime: 60 }, { TableName })
  console.log('SDK for JavaScript: all checks passed')
}

main().catch(error => { console.error(error); process.exit(1) })
