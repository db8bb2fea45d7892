// onetable.cjs ENDPOINT: exercises the library dynamodb-onetable, which leans on expressions, transactions and indexes.
const assert = require('node:assert/strict')
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb')
const { Table } = require('dynamodb-onetable')
const { Dynamo } = require('dynamodb-onetable/Dynamo')

const client = new Dynamo({
  client: new DynamoDBClient({
    endpoint: process.argv[2], region: 'us-east-1', maxAttempts: 1,
    credentials: { accessKeyId: 'cairn', secretAccessKey: 'cairn' },
  }),
})
const schema = {
  version: '0.0.1',
  format: 'onetable:1.1.0',
  indexes: {
    primary: { hash: 'pk', sort: 'sk' },
    gs1: { hash: 'gs1pk', sort: 'gs1sk', project: 'all' },
    ls1: { type: 'local', sort: 'status', project: 'all' },
  },
  models: {
    Account: {
      pk: { type: String, value: 'account#${id}' },
      sk: { type: String, value: 'account#' },
      id: { type: String, generate: 'ulid' },
      name: { type: String, required: true, unique: true },
      balance: { type: Number, default: 0 },
      address: { type: Object, schema: { street: { type: String }, zip: { type: Number } } },
    },
    User: {
      pk: { type: String, value: 'account#${accountId}' },
      sk: { type: String, value: 'user#${email}' },
      gs1pk: { type: String, value: 'user#${email}' },
      gs1sk: { type: String, value: 'user#' },
      accountId: { type: String, required: true },
      email: { type: String, required: true },
      status: { type: String, default: 'idle', enum: ['active', 'idle'] },
      tags: { type: Set },
      joined: { type: Date },
    },
  },
  params: { isoDates: true, timestamps: true },
}

async function main() {
  const table = new Table({ name: `onetable-${Date.now()}`, client, schema, partial: true, logger: false })
  await table.createTable()
  assert.equal(await table.exists(), true)
  const Account = table.getModel('Account')
  const User = table.getModel('User')

  const account = await Account.create({ name: 'Stones', address: { street: 'Hill', zip: 7 } })
  await assert.rejects(Account.create({ name: 'Stones' }))
  assert.equal((await Account.get({ id: account.id })).name, 'Stones')
  const moved = await Account.update({ id: account.id, address: { zip: 8 } }, { return: 'get' })
  assert.equal(moved.address.zip, 8)
  assert.equal(moved.address.street, 'Hill')
  assert.equal((await Account.update({ id: account.id }, { add: { balance: 10 } })).balance, 10)

  const joined = new Date(1700000000000)
  for (let i = 0; i < 25; i++) {
    await User.create({ accountId: account.id, email: `u${String(i).padStart(2, '0')}@x`, status: i % 2 ? 'active' : 'idle', tags: new Set(['a']), joined })
  }
  assert.equal((await User.get({ email: 'u03@x' }, { index: 'gs1', follow: true })).joined.getTime(), joined.getTime())
  assert.equal((await User.find({ accountId: account.id }, { where: '${status} = {active}' })).length, 12)
  let page, total = 0
  do {
    page = await User.find({ accountId: account.id }, { limit: 4, next: page && page.next })
    total += page.length
  } while (page.next)
  assert.equal(total, 25)
  assert.equal((await User.scan({}, { count: true })).count, 25)

  const transaction = {}
  await Account.update({ id: account.id, name: 'Pebbles' }, { transaction }).catch(() => {})
  const other = {}
  await User.remove({ accountId: account.id, email: 'u00@x' }, { transaction: other })
  await User.create({ accountId: account.id, email: 'new@x' }, { transaction: other })
  await table.transact('write', other)
  assert.equal(await User.get({ accountId: account.id, email: 'u00@x' }), undefined)

  const batch = {}
  for (let i = 1; i < 6; i++) User.get({ accountId: account.id, email: `u0${i}@x` }, { batch })
  assert.equal((await table.batchGet(batch, { parse: true, hidden: false })).length, 5)
  await assert.rejects(User.update({ accountId: account.id, email: 'absent@x', status: 'idle' }, { exists: true }))

  await table.deleteTable('DeleteTableForever')
  console.log('dynamodb-onetable: all checks passed')
}

main().catch(error => { console.error(error); process.exit(1) })
