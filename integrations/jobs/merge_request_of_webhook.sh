#!/usr/bin/env bash
# Writes the summary of the merge request that a webhook of GitLab has told of, without running anything of the change.
#
#   TRIGGER_PAYLOAD   a file with what the webhook said
#   RESULTS           the folder for the summary; it stays away where there is nothing to comment
set -euo pipefail

: "${TRIGGER_PAYLOAD:?}" "${RESULTS:?}"
jobs="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
told="$(python3 "$jobs/told_by_webhook.py")"
[[ -n "$told" ]] || exit 0
read -r NUMBER BASE <<<"$told"
export NUMBER BASE FORGE=gitlab

git fetch --quiet --no-tags --prune origin "+refs/heads/*:refs/remotes/origin/*"
git fetch --quiet --no-tags origin "refs/merge-requests/$NUMBER/head"
git checkout --quiet --detach FETCH_HEAD
status=0
bash "$jobs/pull_request.sh" || status=$?
# Findings are shown by the pipeline of the merge request; here they are no failure.
((status <= 1)) || exit "$status"
