#!/usr/bin/env bash
# Fuzzes the parsers with libFuzzer (clang, AddressSanitizer, UBSan), target after target.
#   tests/fuzz/run.sh                      every target for 30 s
#   tests/fuzz/run.sh 3600                 every target for an hour
#   tests/fuzz/run.sh 600 frames capture   two of them for ten minutes each
#   tests/fuzz/run.sh --keep 600 frames    what was found goes into tests/fuzz/corpus, minimised, to be committed
# What breaks a parser is written to build/fuzz-run/<target>/, made small, and named; then the exit status is 1.
set -uo pipefail
cd "$(dirname "$0")/../.."

keep=no
[ "${1:-}" = --keep ] && { keep=yes; shift; }
seconds=30
[[ ${1:-} =~ ^[0-9]+$ ]] && { seconds=$1; shift; }
all=$(sed -n 's/^ *{"\([a-z_]*\)", .*/\1/p' tests/fuzz/targets.cpp)
targets=("$@")
[ ${#targets[@]} -gt 0 ] || read -r -d '' -a targets <<<"$all"
for target in "${targets[@]}"; do
  grep -qx -- "$target" <<<"$all" || {
    echo "usage: tests/fuzz/run.sh [--keep] [SECONDS] [TARGET...]; there is no \"$target\"; targets:" $all >&2
    exit 2
  }
done

export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:max_allocation_size_mb=256
export UBSAN_OPTIONS=print_stacktrace=1
mkdir -p build/logs
{
  cmake --preset fuzz && cmake --build build/fuzz-clang --target "${targets[@]/#/fuzz_}"
} >build/logs/build-fuzz.log 2>&1 || {
  tail -n 40 build/logs/build-fuzz.log
  exit 1
}

# small INPUT BINARY: what is left of a breaking input when everything needless is gone.
small() {
  timeout 120 "$2" -minimize_crash=1 -max_total_time=30 -exact_artifact_path="$1.small" "$1" >/dev/null 2>&1
  [ -s "$1.small" ] && echo "$1.small" || echo "$1"
}

broken=0
for target in "${targets[@]}"; do
  binary=build/fuzz-clang/bin/fuzz_$target
  corpus=tests/fuzz/corpus/$target
  run=build/fuzz-run/$target
  mkdir -p "$run/new"
  dictionary=()
  [ -f "tests/fuzz/$target.dict" ] && dictionary=("-dict=tests/fuzz/$target.dict")
  longest=$(find "$corpus" -type f -printf '%s\n' | sort -n | tail -1)
  # -timeout: no input of a few kilobytes takes that long, not even on a busy machine; more is a hang.
  if timeout $((seconds + 120)) "$binary" "$run/new" "$corpus" -max_total_time="$seconds" -timeout=20 \
    -rss_limit_mb=1024 -max_len=$((longest * 2 > 4096 ? longest * 2 : 4096)) -artifact_prefix="$run/" \
    -print_final_stats=1 "${dictionary[@]}" >"$run/log" 2>&1; then
    echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$run/log") inputs, nothing broke"
  else
    broken=1
    input=$(sed -n 's/.*Test unit written to //p' "$run/log" | tail -1)
    grep -aE 'ERROR|SUMMARY|runtime error|what\(\)' "$run/log" | head -5
    echo "$target: BROKEN${input:+ by $(small "$input" "$binary")}; the whole story is in $run/log"
    echo "  again: $binary ${input:-}"
  fi
  if [ "$keep" = yes ]; then
    # Only what reaches code that no committed input reaches, smallest first.
    "$binary" -merge=1 "$corpus" "$run/new" >"$run/merge.log" 2>&1
    echo "$target: $(find "$corpus" -type f | wc -l) inputs in $corpus, $(du -sb "$corpus" | cut -f1) bytes"
  fi
done
exit $broken
