#!/bin/sh
# Compiler launcher: ccache where there is one, with paths relative to the tree so that build folders share hits.
command -v ccache >/dev/null || exec "$@"
root=$(cd "$(dirname "$0")/.." && pwd)
CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime exec ccache "$@"
