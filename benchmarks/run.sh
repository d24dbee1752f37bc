#!/usr/bin/env bash
# Runs all benchmarks, about 25 minutes; with --quick only to see that they run, about 3. Other arguments: see Suite.
# On a machine that does nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."

maven=./mvnw
if ! "$maven" -v >/dev/null 2>&1; then
  maven=mvn
fi
"$maven" -q -B -ntp package -pl benchmarks -am -Pbenchmarks -DskipTests
exec java -cp benchmarks/target/benchmarks.jar io.genosdb.benchmarks.Suite --json benchmarks/target/results.json "$@"
