#!/usr/bin/env bash
# Takes new approvals to the release branch: as a merge request, or directly where the branch's protection lets it.
#
# It reads a patch from standard input, which may add files below records/approvals/ and nothing else.
#
#   QMS_PUSH_TOKEN      a project access token with the scope write_repository
#   CI_DEFAULT_BRANCH   the branch that is published
#   DELIVERY            merge-request (the default) or push
#   PUSH_URL            optional: where to push, if not CI_PROJECT_URL.git
set -euo pipefail

: "${QMS_PUSH_TOKEN:?}" "${CI_DEFAULT_BRANCH:?}"
url="${PUSH_URL:-${CI_PROJECT_URL:?}.git}"
patch="$(mktemp)"
trap 'rm -f "$patch" "$patch.files"' EXIT
cat >"$patch"

if [[ ! -s "$patch" ]]; then
  echo "There are no new approvals."
  exit 0
fi

refuse() {
  echo "The patch does something else than adding approvals, and is not applied: $1" >&2
  exit 1
}

# Only new files with plain names in one folder; none is changed, removed, renamed, linked or made executable.
git apply --numstat -z "$patch" >"$patch.files" || refuse "it cannot be read"
while IFS=$'\t' read -r -d '' _ removed path; do
  [[ "$removed" == 0 && "$path" =~ ^records/approvals/[^[:space:][:cntrl:]]+[.]yml$ ]] || refuse "$path"
  git cat-file -e "HEAD:$path" 2>/dev/null && refuse "$path exists"
done <"$patch.files"
git apply --summary "$patch" >"$patch.files"
grep -vE '^ create mode 100644 ' "$patch.files" && refuse "it does more than to create files"

git config user.name 'qms approvals'
git config user.email 'qms-approvals@noreply.invalid'
git apply --index "$patch"
git commit --quiet --message 'Record approvals given in merge requests' --message "Recorded by the job record-approvals."

# The helper is a shell that reads the token from its own variables, so that no command line and no file shows it.
with_token() {
  git -c credential.helper= \
    -c 'credential.helper=!f() { echo username=qms-approvals; echo "password=$QMS_PUSH_TOKEN"; }; f' "$@"
}

if [[ "${DELIVERY:-merge-request}" == push ]]; then
  with_token push --quiet "$url" "HEAD:refs/heads/$CI_DEFAULT_BRANCH"
  echo "The approvals are on $CI_DEFAULT_BRANCH."
  exit 0
fi

# The same approvals have the same branch, so that a job that is run again does not ask twice.
branch="approvals/$(git hash-object "$patch" | cut -c1-12)"
if with_token ls-remote --exit-code "$url" "refs/heads/$branch" >/dev/null; then
  echo "The approvals wait already in the branch $branch."
  exit 0
fi
# GitLab opens the merge request itself, so that the token needs no right to use its interface.
with_token push --quiet --push-option=merge_request.create --push-option="merge_request.target=$CI_DEFAULT_BRANCH" \
  --push-option="merge_request.title=Record approvals" \
  --push-option=merge_request.remove_source_branch \
  "$url" "HEAD:refs/heads/$branch"
echo "The approvals wait in a merge request from $branch."
