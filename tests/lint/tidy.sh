#!/usr/bin/env bash
# clang-tidy over every source of the compile database in BUILD: tests/lint/tidy.sh BUILD
set -eu
cd "$(dirname "$0")/../.."
build=${1:-build/dev}
git ls-files 'kiosk/*.cpp' 'drivers/*.cpp' 'headoffice/*.cpp' 'ui/*.cpp' 'showroom/*.cpp' |
  xargs -P "$(nproc)" -n 4 clang-tidy -p "$build" --quiet --extra-arg=-Wno-unknown-warning-option
