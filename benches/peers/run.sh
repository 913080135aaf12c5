#!/usr/bin/env bash
# Measures dateline beside tantivy, SQLite FTS5, SeekStorm and Lucene: builds, then rounds of
# queries in which the engines take turns. Prints a table; with WRITE=1 it goes into
# docs/performance.md too.
#
#   DATELINE_BENCH_CORPUS=news.jsonl DATELINE_BENCH_DIR=kept benches/peers/run.sh [ROUNDS]
#
# PEERS="sqlite seekstorm lucene" chooses engines. SeekStorm takes long to compile. Lucene needs a
# JDK; its jar comes from the Python package pyserini (165 MB, through pip), or is named by LUCENE_JAR.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
rounds=${1:-3}
peers=${PEERS:-sqlite seekstorm lucene}
: "${DATELINE_BENCH_DIR:?name a folder that keeps articles and indexes}"
mkdir -p "$DATELINE_BENCH_DIR"
DATELINE_BENCH_DIR=$(cd "$DATELINE_BENCH_DIR" && pwd)
export DATELINE_BENCH_DIR
cd "$here/../.."

bench() { cargo bench --locked --quiet --bench "$@"; }
archive=$(bench search -- where | tail -n 1)
text_bytes=$(sed 's/.*"text_bytes":\([0-9]*\).*/\1/' "$archive/about.json")
lines=$archive/peers.lines
: > "$lines"
: "${CARGO_TARGET_DIR:=$here/target}"

built=""
for peer in $peers; do
  case $peer in
    lucene)
      if ! command -v javac >/dev/null; then
        echo "lucene: skipped, there is no JDK" >&2
        continue
      fi
      jar=${LUCENE_JAR:-}
      if [ -z "$jar" ]; then
        cache=$DATELINE_BENCH_DIR/lucene
        jar=$(find "$cache" -name 'anserini-*-fatjar.jar' 2>/dev/null | head -n 1)
        if [ -z "$jar" ]; then
          mkdir -p "$cache"
          if ! python3 -m pip download --quiet --no-deps --no-binary :all: --no-build-isolation -d "$cache" pyserini==1.6.0 >&2 \
            && [ ! -e "$cache/pyserini-1.6.0.tar.gz" ]; then
            echo "lucene: skipped, its jar could not be had" >&2
            continue
          fi
          tar -xzf "$cache/pyserini-1.6.0.tar.gz" -C "$cache"
          rm "$cache/pyserini-1.6.0.tar.gz"
          jar=$(find "$cache" -name 'anserini-*-fatjar.jar' | head -n 1)
        fi
      fi
      classes=$DATELINE_BENCH_DIR/lucene/classes
      mkdir -p "$classes"
      javac -cp "$jar" -d "$classes" "$here/lucene/Driver.java"
      built="$built lucene"
      ;;
    *)
      CARGO_TARGET_DIR=$CARGO_TARGET_DIR nice -n 10 cargo build --locked --quiet --release --jobs 1 \
        --manifest-path "$here/Cargo.toml" --bin "$peer"
      built="$built $peer"
      ;;
  esac
done
CARGO_TARGET_DIR=$CARGO_TARGET_DIR cargo build --locked --quiet --release --jobs 1 \
  --manifest-path "$here/Cargo.toml" --bin summary

driver() {
  local peer=$1
  shift
  if [ "$peer" = lucene ]; then
    java -Xms512m -Xmx2g -cp "$classes:$jar" Driver "$@" 2>/dev/null
  else
    "$CARGO_TARGET_DIR/release/$peer" "$@"
  fi
}

bench ingest -- lines | grep '^{' >> "$lines"
for peer in $built; do
  rm -rf "$archive/$peer"
  driver "$peer" index "$archive/docs.jsonl" "$archive/$peer" | grep '^{' >> "$lines"
done
for round in $(seq "$rounds"); do
  echo "round $round of $rounds" >&2
  bench search -- lines --rounds 3 | grep '^{' >> "$lines"
  for peer in $built; do
    driver "$peer" query "$archive/queries.jsonl" "$archive/$peer" 3 | grep '^{' >> "$lines"
  done
done
mark=()
if [ "${WRITE:-0}" = 1 ]; then
  mark=(docs/performance.md "peers $(basename "$archive" | sed 's/-[0-9a-f]\{8\}$//')")
fi
"$CARGO_TARGET_DIR/release/summary" "$text_bytes" "${mark[@]}" < "$lines"
