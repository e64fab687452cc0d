#!/bin/sh
# Builds the pages and tests them in a real browser: run.sh [BUILD_FOLDER]   (default build/dev)
# Pictures of every page and language are left in BUILD_FOLDER/pages-shots.
# SPDX-License-Identifier: Apache-2.0
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
build=${1:-$root/build/dev}
mkdir -p "$build"
build=$(cd "$build" && pwd)

chromium=${CHROMIUM:-/usr/bin/chromium}
[ -x "$chromium" ] || { echo "run.sh: $chromium is missing; ./setup test installs it" >&2; exit 1; }
"$root/ui/web/build.sh" "$build/web" "$build/pages" with-tests
(cd "$build/web" && npm run --silent check)

export CHROMIUM="$chromium" JIAOHAO_WEB="$build/web" JIAOHAO_PAGES="$build/pages" JIAOHAO_SHOTS="$build/pages-shots" JIAOHAO_BIN="$build/bin"
rm -rf "$JIAOHAO_SHOTS"
set -- "$here"/*.test.mjs
exec timeout 900 node --test --test-concurrency=1 --test-reporter=spec "$@"
