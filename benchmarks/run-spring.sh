#!/usr/bin/env bash
# Measures what Spring adds: the template, derived queries, STOMP sessions, the start of an application. About 4 minutes, on a
# machine that does nothing else. On a class path, since Spring Boot's files don't survive in one jar.
set -euo pipefail
cd "$(dirname "$0")/.."

maven=./mvnw
if ! "$maven" -v >/dev/null 2>&1; then
  maven=mvn
fi
"$maven" -q -B -ntp install -pl benchmarks -am -DskipTests
"$maven" -q -B -ntp dependency:build-classpath -pl benchmarks -Dmdep.outputFile=target/class-path.txt
class_path="benchmarks/target/classes:$(cat benchmarks/target/class-path.txt)"
java -cp "$class_path" org.openjdk.jmh.Main 'TemplateGetBenchmark|DerivedQueryBenchmark' -f 2
java -Xmx4g -cp "$class_path" io.genosdb.benchmarks.StompFanOut
java -cp "$class_path" io.genosdb.benchmarks.StartUp
