#!/usr/bin/env bash
# Checks what a pull request would bring, and writes the summary for its comment. It runs qms alone, and nothing of the
# change: plugins and hooks that its mkdocs.yml names are run by previews only.
#
#   FORGE        github, gitlab or gitea
#   BASE         the branch that the pull request is to be merged into
#   NUMBER       its number
#   RESULTS      the folder for `summary.md`, `number`, `head`, `findings.txt` and, on GitLab, the reports
#   PREVIEW_URL  optional: where the preview is
set -euo pipefail

# Runners are shared: what another job has left behind, perhaps for a stranger, is not built upon.
export QMS_CACHE=off
: "${FORGE:?}" "${BASE:?}" "${NUMBER:?}" "${RESULTS:?}"
head="$(git rev-parse HEAD)"
bash "$(dirname "${BASH_SOURCE[0]}")/on_a_branch.sh"

# The folder may lie in the work tree, where the change may have put links in the place of what is written.
[[ ! -L "$RESULTS" ]] || rm -- "$RESULTS"
mkdir -p -- "$RESULTS"
rm -rf -- "$RESULTS"/{head,number,findings.txt,summary.md,gl-code-quality-report.json,junit.xml}
printf '%s\n' "$head" >"$RESULTS/head"
printf '%s\n' "$NUMBER" >"$RESULTS/number"

check() {
  qms check --base "origin/$BASE" --format "$1"
}

status=0
check text >"$RESULTS/findings.txt" || status=$?
((status <= 1)) || exit "$status"
case "$FORGE" in
  github) check github 2>/dev/null || true ;;
  gitlab)
    check gitlab >"$RESULTS/gl-code-quality-report.json" || true
    check junit >"$RESULTS/junit.xml" || true
    cat "$RESULTS/findings.txt"
    ;;
  *) cat "$RESULTS/findings.txt" ;;
esac

qms summary --base "origin/$BASE" ${PREVIEW_URL:+--preview-url "$PREVIEW_URL"} >"$RESULTS/summary.md"
[[ -z "${GITHUB_STEP_SUMMARY:-}" ]] || head -c 900000 "$RESULTS/summary.md" >>"$GITHUB_STEP_SUMMARY"
exit "$status"
