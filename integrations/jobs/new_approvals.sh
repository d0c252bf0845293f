#!/usr/bin/env bash
# Prints the new files below records/approvals/ as a patch, which deliver_approvals.sh takes.
set -euo pipefail
[[ ! -d records/approvals ]] || git add --intent-to-add records/approvals
git diff --binary --no-ext-diff --no-textconv -- records/approvals
