#!/usr/bin/env bash
# Measures sync between two JVMs beside what the connection does without a database, about 10 minutes; arguments are the rows
# that are wanted: latency burst fresh differences mesh guarded million; JAVA_OPTS=-Dgenosdb.benchmarks.transports=webrtc names the
# transports. On a machine that does nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."

maven=./mvnw
if ! "$maven" -v >/dev/null 2>&1; then
  maven=mvn
fi
"$maven" -q -B -ntp install -pl benchmarks -am -DskipTests
"$maven" -q -B -ntp dependency:build-classpath -pl benchmarks -Dmdep.outputFile=target/class-path.txt
class_path="benchmarks/target/classes:$(cat benchmarks/target/class-path.txt)"
exec java -Xmx3g ${JAVA_OPTS:-} -cp "$class_path" io.genosdb.benchmarks.SyncBenchmark "$@"
