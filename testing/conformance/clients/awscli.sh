#!/usr/bin/env bash
# awscli.sh ENDPOINT: every kind of operation through the AWS CLI, as a person at a terminal would.
set -eu

endpoint=$1
export AWS_ACCESS_KEY_ID=${AWS_ACCESS_KEY_ID:-cairn} AWS_SECRET_ACCESS_KEY=${AWS_SECRET_ACCESS_KEY:-cairn}
export AWS_DEFAULT_REGION=${AWS_DEFAULT_REGION:-us-east-1} AWS_PAGER=
table="cli-$$-$(date +%s)"
steps=0

aws() { /usr/bin/aws --endpoint-url "$endpoint" --output text "$@"; }
db() { aws dynamodb "$@"; }

expect() { # expect WANTED COMMAND...: the output must be exactly this
  local wanted=$1 got; shift
  got=$("$@" 2>&1) || { printf 'awscli: %s\n  failed: %s\n' "$*" "$got"; exit 1; }
  if [ "$got" != "$wanted" ]; then printf 'awscli: %s\n  wanted: %s\n  got:    %s\n' "$*" "$wanted" "$got"; exit 1; fi
  steps=$((steps + 1))
}

refuse() { # refuse TEXT COMMAND...: the command must fail and say this
  local text=$1 got; shift
  if got=$("$@" 2>&1); then printf 'awscli: %s\n  should fail with: %s\n' "$*" "$text"; exit 1; fi
  case "$got" in *"$text"*) steps=$((steps + 1)) ;; *) printf 'awscli: %s\n  wanted: %s\n  got: %s\n' "$*" "$text" "$got"; exit 1 ;; esac
}

db create-table --table-name "$table" --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=p,AttributeType=S AttributeName=s,AttributeType=N AttributeName=k,AttributeType=S \
  --key-schema AttributeName=p,KeyType=HASH AttributeName=s,KeyType=RANGE \
  --global-secondary-indexes 'IndexName=byKind,KeySchema=[{AttributeName=k,KeyType=HASH}],Projection={ProjectionType=ALL}' \
  --stream-specification StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES >/dev/null
db wait table-exists --table-name "$table"
expect ACTIVE db describe-table --table-name "$table" --query Table.TableStatus
for i in 1 2 3; do
  db put-item --table-name "$table" --item '{"p":{"S":"a"},"s":{"N":"'$i'"},"k":{"S":"red"},"v":{"N":"'$i'0"}}'
done
expect 20 db get-item --table-name "$table" --key '{"p":{"S":"a"},"s":{"N":"2"}}' --query Item.v.N
expect 25 db update-item --table-name "$table" --key '{"p":{"S":"a"},"s":{"N":"2"}}' --update-expression 'SET v = v + :x' \
  --expression-attribute-values '{":x":{"N":"5"}}' --return-values UPDATED_NEW --query Attributes.v.N
refuse ConditionalCheckFailedException db delete-item --table-name "$table" --key '{"p":{"S":"a"},"s":{"N":"2"}}' \
  --condition-expression 'v = :x' --expression-attribute-values '{":x":{"N":"5"}}'
expect $'1\t2\t3' db query --table-name "$table" --key-condition-expression 'p = :p' \
  --expression-attribute-values '{":p":{"S":"a"}}' --query 'Items[].s.N'
expect 3 db query --table-name "$table" --index-name byKind --key-condition-expression 'k = :k' --select COUNT \
  --expression-attribute-values '{":k":{"S":"red"}}' --query Count
expect 2 db scan --table-name "$table" --filter-expression 'v > :x' --expression-attribute-values '{":x":{"N":"10"}}' --query 'length(Items)'
expect 3 db scan --table-name "$table" --page-size 1 --output json --query 'length(Items)'
db transact-write-items --transact-items \
  '[{"Put":{"TableName":"'"$table"'","Item":{"p":{"S":"t"},"s":{"N":"1"}}}},{"Delete":{"TableName":"'"$table"'","Key":{"p":{"S":"a"},"s":{"N":"3"}}}}]'
expect 1 db transact-get-items --transact-items '[{"Get":{"TableName":"'"$table"'","Key":{"p":{"S":"t"},"s":{"N":"1"}}}}]' \
  --query 'Responses[0].Item.s.N'
db batch-write-item --request-items '{"'"$table"'":[{"PutRequest":{"Item":{"p":{"S":"b"},"s":{"N":"1"}}}}]}' >/dev/null
expect b db batch-get-item --request-items '{"'"$table"'":{"Keys":[{"p":{"S":"b"},"s":{"N":"1"}}]}}' --query "Responses.\"$table\"[0].p.S"
arn=$(db describe-table --table-name "$table" --query Table.TableArn)
db tag-resource --resource-arn "$arn" --tags Key=team,Value=stones
expect stones db list-tags-of-resource --resource-arn "$arn" --query 'Tags[0].Value'
db update-time-to-live --table-name "$table" --time-to-live-specification Enabled=true,AttributeName=until >/dev/null
stream=$(aws dynamodbstreams list-streams --table-name "$table" --query 'Streams[0].StreamArn')
shard=$(aws dynamodbstreams describe-stream --stream-arn "$stream" --query 'StreamDescription.Shards[0].ShardId')
iterator=$(aws dynamodbstreams get-shard-iterator --stream-arn "$stream" --shard-id "$shard" --shard-iterator-type TRIM_HORIZON --query ShardIterator)
aws dynamodbstreams get-records --shard-iterator "$iterator" >/dev/null
refuse ResourceNotFoundException db describe-table --table-name "none-$$"
refuse ValidationException db get-item --table-name "$table" --key '{"p":{"S":"a"}}'
db delete-table --table-name "$table" >/dev/null
db wait table-not-exists --table-name "$table"
printf 'awscli: %d checks\n' "$steps"
