#!/usr/bin/env bash
# Builds the site that merging the pull request would give, under a banner that says so.
#
# mkdocs.yml may name plugins, hooks and themes: this runs code of whoever wrote the change. Start it where there is no
# secret and nothing that may be written.
#
#   BASE    the branch that the pull request is to be merged into
set -euo pipefail

# Runners are shared: what another job has left behind, perhaps for a stranger, is not built upon.
export QMS_CACHE=off
bash "$(dirname "${BASH_SOURCE[0]}")/on_a_branch.sh"
qms build --mode preview
