-- One kind of request for wrk, against any DynamoDB-compatible server. Environment: OP, TABLE, KEYS, VALUE (bytes).
-- OP: put get update query batchget scan mixed condput condversion. Keys are drawn uniformly; query reads one partition of
-- 50 items; scan reads one page, of 1 MB where it does not meet the table's end, from a random item on.
local op = os.getenv("OP") or "get"
local tbl = os.getenv("TABLE") or "bench"
local keys = tonumber(os.getenv("KEYS") or "20000")
local size = tonumber(os.getenv("VALUE") or "1000")
local perPartition = 50
local authorization = "AWS4-HMAC-SHA256 Credential=cairn/20260101/us-east-1/dynamodb/aws4_request, "
  .. "SignedHeaders=host;x-amz-date;x-amz-target, Signature=" .. string.rep("0", 64)
local values = {}
local load = tonumber(os.getenv("START") or "0")

function init(args)
  math.randomseed(tonumber(os.getenv("SEED") or "42"))
  for i = 1, 32 do
    local letters = {}
    for j = 1, size do letters[j] = string.char(97 + math.random(0, 25)) end
    values[i] = table.concat(letters)
  end
end

local function call(target, body)
  return wrk.format("POST", "/", {
    ["Content-Type"] = "application/x-amz-json-1.0",
    ["X-Amz-Target"] = "DynamoDB_20120810." .. target,
    ["X-Amz-Date"] = "20260101T000000Z",
    ["Authorization"] = authorization,
  }, body)
end

local function key(i)
  return string.format('{"p":{"S":"part%08d"},"s":{"N":"%d"}}', math.floor(i / perPartition), i % perPartition)
end

local function item(i)
  return string.format('{"p":{"S":"part%08d"},"s":{"N":"%d"},"v":{"S":"%s"}}',
    math.floor(i / perPartition), i % perPartition, values[math.random(32)])
end

local function any() return math.random(0, keys - 1) end

local make = {}
-- Fills the table by batches of 25; START says which batch comes first.
function make.load()
  local writes = {}
  for j = 1, 25 do writes[j] = '{"PutRequest":{"Item":' .. item((load * 25 + j - 1) % keys) .. '}}' end
  load = load + 1
  return call("BatchWriteItem", '{"RequestItems":{"' .. tbl .. '":[' .. table.concat(writes, ",") .. ']}}')
end
function make.put() return call("PutItem", '{"TableName":"' .. tbl .. '","Item":' .. item(any()) .. '}') end
function make.condput()
  return call("PutItem", '{"TableName":"' .. tbl .. '","Item":' .. item(any())
    .. ',"ConditionExpression":"attribute_exists(p)"}')
end
function make.get()
  return call("GetItem", '{"TableName":"' .. tbl .. '","ConsistentRead":true,"Key":' .. key(any()) .. '}')
end
function make.update()
  return call("UpdateItem", '{"TableName":"' .. tbl .. '","Key":' .. key(any())
    .. ',"UpdateExpression":"ADD n :one","ExpressionAttributeValues":{":one":{"N":"1"}}}')
end
function make.query()
  local partition = string.format("part%08d", math.random(0, math.floor(keys / perPartition) - 1))
  return call("Query", '{"TableName":"' .. tbl .. '","ConsistentRead":true,"KeyConditionExpression":"p = :p",'
    .. '"ExpressionAttributeValues":{":p":{"S":"' .. partition .. '"}}}')
end
function make.batchget()
  local wanted, first = {}, any()
  for i = 1, 100 do wanted[i] = key((first + i * 7) % keys) end
  return call("BatchGetItem", '{"RequestItems":{"' .. tbl .. '":{"Keys":[' .. table.concat(wanted, ",") .. ']}}}')
end
function make.condversion()
  local i = any()
  return call("PutItem", '{"TableName":"' .. tbl .. '","Item":' .. item(i)
    .. ',"ConditionExpression":"s = :s","ExpressionAttributeValues":{":s":{"N":"' .. i % perPartition .. '"}}}')
end
function make.scan()
  return call("Scan", '{"TableName":"' .. tbl .. '","ConsistentRead":true,"ExclusiveStartKey":' .. key(any()) .. '}')
end
function make.mixed() if math.random() < 0.5 then return make.get() else return make.put() end end

function request() return make[op]() end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("RESULT %.1f %.3f %.3f %d %d\n", summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout, summary.requests))
end
