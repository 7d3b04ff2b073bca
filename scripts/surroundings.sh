#!/usr/bin/env bash
# Runs `npm test` as the first command of a fresh clone of HEAD in surroundings that are unlike a developer's, and ends with one line for
# each. All of them take about four minutes each; names choose some, and `everything` has all of them at once:
#   scripts/surroundings.sh [empty-home] [not-root] [no-programs] [space] [time-zone] [locale] [settings] [everything]
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
repository=$PWD
cache=$(npm config get cache)
temp=$(mktemp -d) || exit 1
trap 'rm -rf "$temp"' EXIT
chmod 755 "$temp"

names=("$@")
[ ${#names[@]} -gt 0 ] || names=(empty-home not-root no-programs space time-zone locale settings everything)

# Settings of ours that would change every answer, were they to reach a test.
settings=(
  COPPER_API_KEY=x COPPER_USER_EMAIL=y COPPER_ACCESS_TOKEN=z COPPER_SANDBOX=1 COPPER_TIMEZONE=Asia/Tokyo COPPER_FORMAT=json
  COPPER_TOOLS=core COPPER_TOOL_PREFIX=crm_ COPPER_MAX_RESULT_CHARS=1000 COPPER_RATE_LIMIT=1 COPPER_TIMEOUT_MS=1000
  COPPER_API_BASE_URL=http://127.0.0.1:1 COPPER_REDIS_URL=redis://127.0.0.1:1 COPPER_HTTP_PORT=1 COPPER_HTTP_AUTH=token
  LOG_LEVEL=debug LOG_ARGS=1 FORCE_COLOR=1
)

# A folder with a link to each program of the PATH but for the browsers and Redis, whose tests must then be skipped.
few_programs() {
  mkdir -p "$temp/bin"
  local folders folder file
  IFS=: read -ra folders <<<"$PATH"
  for folder in "${folders[@]}"; do
    for file in "$folder"/*; do
      case ${file##*/} in
      chromium* | google-chrome* | redis-*) ;;
      *) [ ! -x "$file" ] || [ -e "$temp/bin/${file##*/}" ] || ln -s "$file" "$temp/bin/${file##*/}" ;;
      esac
    done
  done
}

# Runs the suite in one surrounding: $1 is its name, $2 its folder. Prints what vitest says.
run() (
  has() { [ "$1" = "$name" ] || [ "$name" = everything ]; }
  name=$1
  clone=$2/clone
  as=()
  variables=("PATH=$PATH" "HOME=$HOME" "LANG=${LANG:-C.UTF-8}" "npm_config_cache=$cache" CI=1)
  if has empty-home; then
    mkdir "$2/home"
    variables+=("HOME=$2/home")
  fi
  if has no-programs; then variables+=("PATH=$temp/bin"); fi
  if has space; then clone="$2/a folder with spaces/clone"; fi
  if has time-zone; then variables+=(TZ=Pacific/Auckland); fi
  if has locale; then variables+=(LANG=C LC_ALL=C); fi
  if has settings; then variables+=("${settings[@]}"); fi
  git clone --quiet --no-local "$repository" "$clone" || exit 1
  if has not-root; then
    [ "$(id -u)" = 0 ] || exit 0
    mkdir -p "$2/home"
    cp -r "$cache" "$2/cache"
    chown -R 65534:65534 "$2"
    as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    variables+=("HOME=$2/home" "npm_config_cache=$2/cache")
  fi
  cd "$clone" && env -i "${variables[@]}" "${as[@]}" npm test </dev/null || exit 1
  # A test that leaves a file in a home would leave it in a person's, too.
  left=$([ ! -d "$2/home" ] || find "$2/home" -ipath '*copper*' -not -path '*/.npm/*')
  [ -z "$left" ] || { echo "left in the home: $left"; exit 1; }
  changed=$(git -c safe.directory='*' status --porcelain)
  [ -z "$changed" ] || { echo "changed in the clone: $changed"; exit 1; }
)

few_programs
failed=0
report=()
for name in "${names[@]}"; do
  echo "== $name"
  mkdir "$temp/$name" || exit 1
  began=$SECONDS
  run "$name" "$temp/$name" 2>&1 | tee "$temp/$name.log"
  if [ "${PIPESTATUS[0]}" = 0 ]; then said=passed; else said=FAILED failed=1; fi
  tests=$(sed 's/\x1b\[[0-9;]*m//g' "$temp/$name.log" | sed -n 's/^ *Tests  *//p')
  report+=("$name: $said in $((SECONDS - began)) s${tests:+ ($tests)}")
  rm -rf "${temp:?}/$name"
done
printf '%s\n' '' "${report[@]}"
exit "$failed"
