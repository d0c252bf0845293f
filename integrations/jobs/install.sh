#!/usr/bin/env bash
# Installs qms from the commit that this file is of, and all that it needs by hash, into a folder of its own.
#
#   install.sh FOLDER     then FOLDER/bin/qms
#
# Nothing is taken from the manual that is being looked at, which may be anybody's: Python runs isolated from the folder
# it is started in, and packages are built by nobody but qms-docs itself.
set -euo pipefail

folder="${1:?Say where to install: install.sh FOLDER}"
source="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"

install() {
  "$folder/bin/python" -I -m pip install --quiet --disable-pip-version-check --no-input "$@"
}

python3 -I -m venv "$folder"
install --only-binary :all: --require-hashes --requirement "$source/requirements/manual.lock"
install --no-deps --no-build-isolation "$source"
[[ -z "${GITHUB_PATH:-}" ]] || echo "$folder/bin" >>"$GITHUB_PATH"
"$folder/bin/qms" --version
