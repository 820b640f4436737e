@echo off
chcp 65001 >nul
cd /d "%~dp0"
py -3 -m venv program || python -m venv program || (
  echo 需要先安装 Python，版本见文件夹名末尾的 py3.x。
  pause & exit /b 2
)
echo 正在安装，约一两分钟 ……
program\Scripts\python -m pip install -q --no-index --find-links wheels -c constraints.txt --disable-pip-version-check union-bulletin || (
  echo 没有装成：Python 的版本应与文件夹名末尾的 py3.x 相同。
  pause & exit /b 2
)
echo 装好了。试一试：bulletin.bat run 2024-10 --direct
pause
