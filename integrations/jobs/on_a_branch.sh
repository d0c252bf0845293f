#!/usr/bin/env bash
# Brings a clone with the whole history to what merging the pull request would give, as a proposal on a branch.
#
#   BASE    the branch that the pull request is to be merged into
set -euo pipefail

: "${BASE:?}"
base="origin/$BASE"
if ! git rev-parse --verify --quiet "$base^{commit}" >/dev/null; then
  echo "The clone has no branch $base: the job has to fetch the whole history with every branch." >&2
  exit 3
fi

# On a branch of its own the change is never taken for accepted, however the forge has checked it out.
git switch --quiet --force-create qms/pull-request
if ! git merge-base --is-ancestor "$base" HEAD; then
  if ! git -c user.name=qms -c user.email=qms@noreply.invalid merge --quiet --no-edit "$base" >/dev/null; then
    git merge --abort 2>/dev/null || true
    echo "The change contradicts what was accepted on $BASE meanwhile: merge $BASE into it first." >&2
    exit 3
  fi
fi
