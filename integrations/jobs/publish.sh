#!/usr/bin/env bash
# Builds the site of what is in force, on top of what was published before.
#
#   publish.sh [OPTION...]   further options of `qms build`, such as --strict
#
#   PUBLISHED    optional: the address of the published site. The manifest there must still agree with the history
#                (README.md, "Proof that nothing was rewritten"), and is named in the new one.
set -euo pipefail

# Runners are shared: what another job has left behind, perhaps for a stranger, is not built upon.
export QMS_CACHE=off
previous=()
if [[ -n "${PUBLISHED:-}" ]]; then
  manifest="$(mktemp)"
  trap 'rm -f "$manifest"' EXIT
  address="${PUBLISHED%/}/manifest.json"
  status="$(curl --silent --show-error --location --proto '=http,https' --max-time 60 --max-filesize 100000000 \
    --output "$manifest" --write-out '%{http_code}' "$address")" || status=none
  case "$status" in
    200) previous=(--previous "$manifest") ;;
    404) echo "There is no $address yet: this is the first publication." ;;
    *)
      echo "$address cannot be read ($status), so that nobody knows what was published before: nothing is built." >&2
      exit 3
      ;;
  esac
fi
qms build --mode controlled "${previous[@]}" "$@"
