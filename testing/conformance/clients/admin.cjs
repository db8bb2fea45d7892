// admin.cjs ENDPOINT: starts dynamodb-admin, a web page for tables and items, and does over HTTP what its pages do.
const assert = require('node:assert/strict')
const http = require('node:http')
const path = require('node:path')
const { createServer } = require('dynamodb-admin')

const version = require(path.join(path.dirname(require.resolve('dynamodb-admin')), '..', 'package.json')).version
const table = `admin-${Date.now()}-${process.pid}`
let base

// It logs every error it answers; wanted only when a check fails.
const logged = []
console.info = (...words) => logged.push(words.join(' '))

async function ask(method, address, body) {
  const answer = await fetch(base + address, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  return { status: answer.status, text: await answer.text() }
}

async function done(status, method, address, body) {
  const answer = await ask(method, address, body)
  assert.equal(answer.status, status, `${method} ${address}: ${answer.status} ${answer.text}`)
  return answer.text
}

/** A page for people, with what it escapes put back. */
async function page(address) {
  return (await done(200, 'GET', address)).replaceAll('&#34;', '"').replaceAll('&amp;', '&')
}

/** The rows that the page of a table shows. */
async function rows(parameters = {}) {
  const query = new URLSearchParams(
    Object.entries(parameters).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]))
  return JSON.parse(await done(200, 'GET', `/tables/${table}/items?${query}`))
}

const names = result => result.Items.map(item => item.name)

async function eventually(what, probe) {
  for (let left = 200; !(await probe()); left--) {
    assert.ok(left > 0, `never: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

async function description() {
  return JSON.parse(await done(200, 'GET', '/api/tables')).find(each => each.TableName === table)
}

async function createTable() {
  await page('/create-table')
  const definition = {
    TableName: table,
    HashAttributeName: 'kind', HashAttributeType: 'S', RangeAttributeName: 'number', RangeAttributeType: 'N',
    ReadCapacityUnits: 3, WriteCapacityUnits: 2,
  }
  const index = (IndexName, IndexType, more) =>
    ({ IndexName, IndexType, ReadCapacityUnits: 3, WriteCapacityUnits: 2, ...more })
  await done(204, 'POST', '/create-table', {
    TableDefinition: definition,
    SecondaryIndexes: [
      index('byPlace', 'global',
        { HashAttributeName: 'place', HashAttributeType: 'S', RangeAttributeName: 'name', RangeAttributeType: 'S' }),
      index('byName', 'local',
        { HashAttributeName: 'kind', HashAttributeType: 'S', RangeAttributeName: 'name', RangeAttributeType: 'S' }),
    ],
  })
  await eventually('active', async () => (await description()).TableStatus === 'ACTIVE')
  const made = await description()
  assert.deepEqual(made.KeySchema.map(key => key.AttributeName), ['kind', 'number'])
  assert.equal(made.ProvisionedThroughput.ReadCapacityUnits, 3)
  assert.deepEqual(made.GlobalSecondaryIndexes.map(each => each.IndexName), ['byPlace'])
  assert.deepEqual(made.LocalSecondaryIndexes.map(each => each.IndexName), ['byName'])
  assert.match((await ask('POST', '/create-table', { TableDefinition: definition })).text, /Table already exists/)
  assert.ok((await page('/')).includes(table))
  assert.ok((await page(`/tables/${table}`)).includes('byPlace'))
  assert.ok((await page(`/tables/${table}/meta`)).includes('"IndexName": "byName"'))
  await page(`/tables/${table}/ttl`)
  await page(`/tables/${table}/get`)
}

async function items() {
  assert.ok((await page(`/tables/${table}/add-item`)).includes('"number": 0'))
  const stone = { kind: 'stone', number: 0.5, name: 'flint', place: 'chalk', marks: ['grey', null, { deep: 7 }], sharp: true }
  const key = JSON.parse(await done(200, 'PUT', `/tables/${table}/add-item`, stone))
  assert.deepEqual(key, { kind: 'stone', number: 0.5 })
  assert.ok((await page(`/tables/${table}/items/stone,0.5`)).includes(JSON.stringify(stone, null, 2)))
  assert.ok((await page(`/tables/${table}/get?hash=stone&range=0.5`)).includes('flint'))
  const edited = { ...stone, name: 'Flint & steel', sharp: false }
  delete edited.marks
  assert.deepEqual(JSON.parse(await done(200, 'PUT', `/tables/${table}/items/stone,0.5`, edited)), edited)
  assert.deepEqual((await rows()).Items, [{ ...edited, __key: key }])
  assert.match((await ask('PUT', `/tables/${table}/add-item`, { kind: 'stone' })).text, /Missing the key number in the item/)
  await done(204, 'DELETE', `/tables/${table}/items/stone,0.5`)
  await done(404, 'GET', `/tables/${table}/items/stone,0.5`)
}

async function searches() {
  for (let i = 0; i < 30; i++) {
    const name = `tree${String(i).padStart(2, '0')}`
    await done(200, 'PUT', `/tables/${table}/add-item`,
      { kind: i % 2 ? 'oak' : 'elm', number: i, name, place: i < 3 ? 'hill' : 'dale' })
  }
  const first = await rows({ pageSize: '20' })
  const second = await rows({ pageSize: '20', pageNum: '2', startKey: decodeURIComponent(first.nextKey) })
  assert.deepEqual([first.Items.length, second.Items.length, second.nextKey], [20, 10, null])
  assert.equal(new Set([...names(first), ...names(second)]).size, 30)
  assert.deepEqual(first.uniqueKeys.slice(0, 2), ['kind', 'number'])

  const filter = (operator, value, type = 'S') => ({ operator, value, type })
  const scanned = await rows({ filters: { number: filter('>=', '27', 'N'), name: filter('begins_with', 'tree') } })
  assert.deepEqual(names(scanned).sort(), ['tree27', 'tree28', 'tree29'])
  const queried = await rows({
    operationType: 'query',
    filters: { kind: filter('=', 'elm'), number: filter('<', '9', 'N'), place: filter('<>', 'hill') },
  })
  assert.deepEqual(names(queried), ['tree04', 'tree06', 'tree08'])
  const byPlace = { operationType: 'query', queryableSelection: 'byPlace' }
  assert.deepEqual(
    names(await rows({ ...byPlace, filters: { place: filter('=', 'hill'), name: filter('begins_with', 'tree') } })),
    ['tree00', 'tree01', 'tree02'])
  assert.deepEqual(
    names(await rows({ queryableSelection: 'byName', filters: { name: filter('=', 'tree11') } })), ['tree11'])
  assert.match(
    (await ask('GET', `/tables/${table}/items?operationType=query`)).text,
    /Either the KeyConditions or KeyConditionExpression parameter must be specified in the request/)
}

async function purgeAndDelete() {
  await done(200, 'DELETE', `/tables/${table}/all`)
  assert.deepEqual((await rows()).Items, [])
  await done(204, 'DELETE', `/tables/${table}`)
  await eventually('gone', async () => (await ask('GET', `/tables/${table}`)).status !== 200)
  assert.match((await ask('GET', `/tables/${table}`)).text, /Requested resource not found: Table: /)
  assert.ok(!(await page('/')).includes(table))
}

async function main() {
  const server = http.createServer(createServer({ dynamoEndpoint: process.argv[2] }))
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${server.address().port}`
  try {
    await createTable()
    await items()
    await searches()
    await purgeAndDelete()
  } finally {
    server.close()
    server.closeAllConnections()
  }
  console.log(`dynamodb-admin ${version}: all checks passed`)
}

main().catch(error => { console.error(logged.join('\n'), error); process.exit(1) })
