#!/usr/bin/env bash
# Non-zero when qmllint has anything to say about the screens.  tests/ui/qmllint.sh BUILD_FOLDER
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${1:?"usage: tests/ui/qmllint.sh BUILD_FOLDER (with kiosk-ui built in it)"}
lint=$(command -v qmllint6 || echo /usr/lib/qt6/bin/qmllint)
[ -x "$lint" ] || { echo "qmllint: not installed; ./setup test brings it" >&2; exit 2; }
[ -d "$build/qml/Jiaohao" ] || { echo "qmllint: build kiosk-ui in $build first" >&2; exit 2; }

# The copies beside the qmldir files, so that singletons and modules are known; they must be current.
for copy in "$build"/qml/Jiaohao/*/*.qml; do
  name=$(basename "$copy")
  cmp -s "$copy" "$(find ui/touch drivers/sim/window -name "$name")" || { echo "qmllint: $name is newer than the build" >&2; exit 2; }
done
said=$(find "$build/qml/Jiaohao" -name '*.qml' -print0 | sort -z | xargs -0 "$lint" -I "$build/qml" 2>&1) || {
  echo "$said" >&2
  exit 1
}
if [ -n "$said" ]; then
  echo "$said" >&2
  exit 1
fi
long=$(find ui/touch drivers/sim/window -name '*.qml' -exec awk 'END { if (NR > 200) print FILENAME ": " NR " lines, at most 200" }' {} \;)
[ -z "$long" ] || { echo "$long" >&2; exit 1; }
