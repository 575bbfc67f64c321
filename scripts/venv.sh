#!/bin/sh
# Makes .venv with the packages of the given requirements file; does nothing when they are there already.
set -eu
requirements=$1
stamp=.venv/$(basename "$requirements").sum
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "ja4dash needs Python 3.11 or newer; $("$python" --version 2>&1) found. Set PYTHON=/path/to/python3." >&2
    exit 1
}
wanted=$(cat requirements*.txt | cksum)
if [ -x .venv/bin/python ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    exit 0
fi
if ! [ -x .venv/bin/pip ]; then
    rm -rf .venv
    if ! "$python" -m venv .venv 2>/dev/null; then
        # Debian keeps venv in a package of its own.
        rm -rf .venv
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            apt-get update -qq && apt-get install -y -qq python3-venv
            "$python" -m venv .venv
        else
            echo "Cannot make a virtual environment: install python3-venv (apt-get install python3-venv) and try again." >&2
            exit 1
        fi
    fi
fi
# uv fetches and unpacks side by side: 8 s instead of 35. Where it cannot be had or cannot reach the packages, pip does it.
pip="-m pip install --quiet --disable-pip-version-check"
if ! .venv/bin/python $pip "uv>=0.9,<1" 2>/dev/null ||
    ! .venv/bin/python -m uv pip install --quiet --python .venv/bin/python -r "$requirements"; then
    .venv/bin/python $pip -r "$requirements"
fi
echo "$wanted" > "$stamp"
