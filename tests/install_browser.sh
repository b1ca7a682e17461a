#!/usr/bin/env bash
# Find Chromium and libfribidi (share cards and journeys need them), or install Debian's packages as root.
# With --find: print where the browser is, or fail, and install nothing.
set -euo pipefail

find_browser() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
}

if [[ "${1:-}" == "--find" ]]; then
    find_browser
    exit
fi

if find_browser >/dev/null; then
    exit 0
fi
if [[ "$(id -u)" == 0 ]] && command -v apt-get >/dev/null; then
    echo "installing Chromium…"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium libfribidi0 >/dev/null || true
fi
if ! find_browser >/dev/null; then
    echo "Chromium is missing and could not be installed; as root: apt-get install chromium libfribidi0" >&2
    case "${CI:-}" in 1 | true | TRUE) exit 1 ;; esac
fi
