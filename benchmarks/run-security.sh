#!/usr/bin/env bash
# Measures what zero trust costs beside the bare library, about 5 minutes; arguments are the rows that are wanted: sign verify secret
# read. The full state of signed nodes is a row of run-sync.sh: guarded. On a machine that does nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."

maven=./mvnw
if ! "$maven" -v >/dev/null 2>&1; then
  maven=mvn
fi
"$maven" -q -B -ntp install -pl benchmarks -am -DskipTests
"$maven" -q -B -ntp dependency:build-classpath -pl benchmarks -Dmdep.outputFile=target/class-path.txt
class_path="benchmarks/target/classes:$(cat benchmarks/target/class-path.txt)"
exec java -Xmx3g ${JAVA_OPTS:-} -cp "$class_path" io.genosdb.benchmarks.SecurityBenchmark "$@"
