#!/usr/bin/env bash
# Takes new approvals to the release branch: as a pull request, or directly where the branch's rules let this job do so.
#
# It reads a patch from standard input, which may add files below records/approvals/ and nothing else.
#
#   GITHUB_TOKEN        may write contents and, for a pull request, pull requests
#   GITHUB_API_URL, GITHUB_REPOSITORY, RELEASE_BRANCH
#   DELIVERY            pull-request (the default) or push
set -euo pipefail

: "${GITHUB_TOKEN:?}" "${GITHUB_REPOSITORY:?}" "${RELEASE_BRANCH:?}"
api="${GITHUB_API_URL:-https://api.github.com}/repos/$GITHUB_REPOSITORY"
delivery="${DELIVERY:-pull-request}"
patch="$(mktemp)"
trap 'rm -f "$patch" "$patch.files" "$patch.curl"' EXIT
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

git config user.name 'github-actions[bot]'
git config user.email '41898282+github-actions[bot]@users.noreply.github.com'
git apply --index "$patch"
git commit --quiet --message 'Record approvals given as reviews' --message "Recorded by the job record-approvals."

# The helper is a shell that reads the token from its own variables, so that no command line and no file shows it.
with_token() {
  git -c credential.helper= \
    -c 'credential.helper=!f() { echo username=x-access-token; echo "password=$GITHUB_TOKEN"; }; f' "$@"
}

if [[ "$delivery" == push ]]; then
  with_token push --quiet origin "HEAD:refs/heads/$RELEASE_BRANCH"
  echo "The approvals are on $RELEASE_BRANCH."
  exit 0
fi

# The same approvals have the same branch, so that a job that is run again does not ask twice.
branch="approvals/$(git hash-object "$patch" | cut -c1-12)"
if with_token ls-remote --exit-code origin "refs/heads/$branch" >/dev/null; then
  echo "The approvals wait already in the branch $branch."
  exit 0
fi
with_token push --quiet origin "HEAD:refs/heads/$branch"
(umask 077 && printf 'header = "Authorization: Bearer %s"\n' "$GITHUB_TOKEN" >"$patch.curl")
curl --config "$patch.curl" --silent --show-error --fail --max-time 60 --output /dev/null \
  --header 'Accept: application/vnd.github+json' --header 'X-GitHub-Api-Version: 2022-11-28' \
  --data "{\"title\": \"Record approvals\", \"head\": \"$branch\", \"base\": \"$RELEASE_BRANCH\", \"body\": \"Reviews of merged pull requests, recorded as approvals. Nothing else is changed.\"}" \
  "$api/pulls"
echo "The approvals wait in a pull request from $branch."
