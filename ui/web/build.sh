#!/bin/sh
# Builds the pages outside of the source tree: build.sh BUILD_FOLDER PAGES_FOLDER [with-tests]
# SPDX-License-Identifier: Apache-2.0
set -eu
source=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1" "$2"
work=$(cd "$1" && pwd)
pages=$(cd "$2" && pwd)
mode=${3:-}

rm -rf "$work/src"
cp -R "$source/src" "$source/build.mjs" "$source/package.json" "$source/package-lock.json" "$source/tsconfig.json" "$work/"

wanted="$(cksum < "$source/package-lock.json") $(node --version)"
have=$(cat "$work/node_modules/.jiaohao" 2>/dev/null || true)
if [ "$have" != "$wanted all" ] && { [ "$have" != "$wanted" ] || [ -n "$mode" ]; }; then
  omit=--omit=dev
  [ -n "$mode" ] && omit=--include=dev
  (cd "$work" && npm ci $omit --ignore-scripts --no-audit --no-fund --loglevel=error)
  echo "$wanted${mode:+ all}" > "$work/node_modules/.jiaohao"
fi
cd "$work"
JIAOHAO_I18N="$source/../i18n" JIAOHAO_PAGES="$pages" npm run --silent build
