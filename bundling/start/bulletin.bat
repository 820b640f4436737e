@echo off
chcp 65001 >nul
set PYTHONUTF8=1
if not exist "%~dp0program\Scripts\bulletin.exe" (
  echo 还没有安装：请先运行 install.bat。
  exit /b 2
)
if not exist data cd /d "%~dp0"
if "%~1"=="" ("%~dp0program\Scripts\bulletin.exe" --help) else ("%~dp0program\Scripts\bulletin.exe" %*)
