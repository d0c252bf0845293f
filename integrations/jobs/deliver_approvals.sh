#!/usr/bin/env bash
# Takes new approvals to the release branch: as a pull request, or directly where the branch's rules let this job do so.
#
# It reads a patch from standard input, which may add files below records/approvals/ and nothing else.
#
#   FORGE            github, gitlab or gitea (Forgejo too)
#   TOKEN            may write contents and, for a pull request on GitHub and Gitea, pull requests
#   RELEASE_BRANCH   the branch that is published
#   DELIVERY         pull-request (the default) or push
#   REMOTE           optional: where to push, if not origin
#   GITHUB_API_URL, GITHUB_REPOSITORY   on GitHub and Gitea
set -euo pipefail

: "${FORGE:?}" "${TOKEN:?}" "${RELEASE_BRANCH:?}"
remote="${REMOTE:-origin}"
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

if [[ "$FORGE" == github ]]; then
  git config user.name 'github-actions[bot]'
  git config user.email '41898282+github-actions[bot]@users.noreply.github.com'
else
  git config user.name 'qms approvals'
  git config user.email 'qms-approvals@noreply.invalid'
fi
git apply --index "$patch"
git commit --quiet --message 'Record approvals given as reviews' --message "Recorded by the job record-approvals."

# The helper is a shell that reads the token from its own variables, so that no command line and no file shows it.
# shellcheck disable=SC2016 # that shell expands it
with_token() {
  git -c credential.helper= \
    -c 'credential.helper=!f() { echo username=x-access-token; echo "password=$TOKEN"; }; f' "$@"
}

if [[ "${DELIVERY:-pull-request}" == push ]]; then
  for _ in 1 2 3; do
    if with_token push --quiet "$remote" "HEAD:refs/heads/$RELEASE_BRANCH"; then
      echo "The approvals are on $RELEASE_BRANCH."
      exit 0
    fi
    # Something was merged meanwhile; what adds files alone goes on top of it as it is.
    with_token fetch --quiet --no-tags "$remote" "refs/heads/$RELEASE_BRANCH"
    git rebase --quiet FETCH_HEAD
  done
  echo "$RELEASE_BRANCH takes no approvals from this job: may its token push there?" >&2
  exit 1
fi

# The same approvals have the same branch, so that a job that is run again does not ask twice.
branch="approvals/$(git hash-object "$patch" | cut -c1-12)"
if with_token ls-remote --exit-code "$remote" "refs/heads/$branch" >/dev/null; then
  echo "The approvals wait already in the branch $branch."
  exit 0
fi

if [[ "$FORGE" == gitlab ]]; then
  # GitLab opens the merge request itself, so that the token needs no right to use its interface.
  with_token push --quiet --push-option=merge_request.create \
    --push-option="merge_request.target=$RELEASE_BRANCH" --push-option="merge_request.title=Record approvals" \
    --push-option=merge_request.remove_source_branch "$remote" "HEAD:refs/heads/$branch"
  echo "The approvals wait in a merge request from $branch."
  exit 0
fi

with_token push --quiet "$remote" "HEAD:refs/heads/$branch"
# Both forges know this way of saying who one is.
(umask 077 && printf 'header = "Authorization: token %s"\n' "$TOKEN" >"$patch.curl")
curl --config "$patch.curl" --silent --show-error --fail --max-time 60 --output /dev/null \
  --header 'Accept: application/json' --header 'Content-Type: application/json' \
  --data "{\"title\": \"Record approvals\", \"head\": \"$branch\", \"base\": \"$RELEASE_BRANCH\", \"body\": \"Reviews of merged pull requests, recorded as approvals. Nothing else is changed.\"}" \
  "${GITHUB_API_URL:?}/repos/${GITHUB_REPOSITORY:?}/pulls"
echo "The approvals wait in a pull request from $branch."
