#!/bin/sh
# 安装：在本文件夹中建立 program/，不联网。
cd "$(dirname "$0")" || exit 2
python=${PYTHON:-python3}
"$python" -c 'import venv, ensurepip' 2>/dev/null || {
    echo "需要 Python（版本见文件夹名末尾的 py3.x）和 python3-venv，请先安装。" >&2
    exit 2
}
echo "正在安装，约一两分钟 ……"
"$python" -m venv program &&
    program/bin/python -m pip install -q --no-index --find-links wheels -c constraints.txt \
        --disable-pip-version-check union-bulletin || {
    echo "没有装成：Python 的版本应与文件夹名末尾的 py3.x 相同，现为 $("$python" -V)。" >&2
    exit 2
}
echo "装好了。试一试：./bulletin.sh run 2024-10 --direct"
