#!/bin/sh
# 运行：./bulletin.sh 命令 [参数]，如 ./bulletin.sh run 2024-10
here=$(cd "$(dirname "$0")" && pwd)
[ -x "$here/program/bin/bulletin" ] || { echo "还没有安装：请先运行 install.sh。" >&2; exit 2; }
[ $# -gt 0 ] || set -- --help
[ -d data ] || cd "$here" || exit 2
exec "$here/program/bin/bulletin" "$@"
