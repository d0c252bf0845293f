#!/usr/bin/env bash
# Takes a built site to a branch that a web server publishes, one commit on top of the other.
#
#   TOKEN     may write to the repository
#   SITE      the folder of the site
#   BRANCH    the branch, such as `pages`
set -euo pipefail

: "${TOKEN:?}" "${SITE:?}" "${BRANCH:?}"
[[ -f "$SITE/manifest.json" ]] || { echo "$SITE is no site that qms has built." >&2; exit 1; }

# The helper is a shell that reads the token from its own variables, so that no command line and no file shows it.
# shellcheck disable=SC2016 # that shell expands it
with_token() {
  git -c credential.helper= \
    -c 'credential.helper=!f() { echo username=x-access-token; echo "password=$TOKEN"; }; f' "$@"
}

of="$(git rev-parse HEAD)"
parent=()
if with_token fetch --quiet --no-tags origin "refs/heads/$BRANCH" 2>/dev/null; then
  parent=(-p "$(git rev-parse FETCH_HEAD)")
fi
GIT_INDEX_FILE="$(mktemp -u)"
export GIT_INDEX_FILE
trap 'rm -f "$GIT_INDEX_FILE"' EXIT
directory="$(git rev-parse --absolute-git-dir)"
(cd "$SITE" && git --git-dir="$directory" --work-tree=. -c core.autocrlf=false add --all --force .)
tree="$(git write-tree)"
commit="$(git -c user.name=qms -c user.email=qms@noreply.invalid commit-tree "$tree" "${parent[@]}" -m "Publication of $of")"
with_token push --quiet origin "$commit:refs/heads/$BRANCH"
echo "The site is on the branch $BRANCH."
