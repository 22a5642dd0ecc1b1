# shellcheck shell=bash
# What every script here begins with: where things are, how to speak, how to stop with one plain sentence.
# Sourced, never run.

set -Eeuo pipefail
umask 022
export LC_ALL=C.UTF-8

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$ROOT"

# The build cache lives outside the clone where it can, so that a second clone or a fresh one is quick.
default_cache() {
    local base=${XDG_CACHE_HOME:-${HOME:-}/.cache}
    if [[ $base == /* && $base != /.cache ]] && mkdir -p "$base/hadada" 2>/dev/null && [[ -w $base/hadada ]]; then
        echo "$base/hadada"
    else
        echo "$ROOT/target/cache"
    fi
}
HADADA_CACHE=${HADADA_CACHE:-$(default_cache)}
TOOLS=$HADADA_CACHE/tools
LOGS=$ROOT/target/logs
mkdir -p "$LOGS" 2>/dev/null || { echo "Cannot write to $ROOT: run this in a clone of your own." >&2; exit 1; }
mkdir -p "$TOOLS" 2>/dev/null || { echo "Cannot write to $HADADA_CACHE: set HADADA_CACHE to a folder of your own." >&2; exit 1; }

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$HADADA_CACHE/target}
# SQL is checked against the committed .sqlx folder, also when DATABASE_URL names a server.
export SQLX_OFFLINE=true

# rustup's folder is on PATH only after a new sign-in
[[ -n ${HOME:-} && -d $HOME/.cargo/bin ]] && PATH=$PATH:$HOME/.cargo/bin
# shellcheck disable=SC2034  # read by tools.sh
SYSTEM_PATH=$PATH
export PATH=$TOOLS/bin:$TOOLS/node/bin:$ROOT/style/node_modules/.bin:$PATH

say() { printf '%s\n' "$*"; }

# step "What is being done" "how long it may take"
step() { printf '\n== %s%s\n' "$1" "${2:+ ($2)}"; }

# The last line of every failure: one sentence that says what to do.
die() {
    printf '\n%s\n' "$*" >&2
    exit 1
}
# (not for what fails inside $(...): the line that asked for it reports)
trap '[[ $BASH_SUBSHELL -gt 0 ]] || die "scripts/$(basename "$0") stopped unexpectedly in ${BASH_SOURCE[0]##*/}, line $LINENO: the lines above say why."' ERR

# logged NAME SENTENCE COMMAND...: runs it, keeps what it says, and turns the usual causes into their own sentence.
logged() {
    local log=$LOGS/$1.log sentence=$2
    shift 2
    if [[ -n ${HUSHED:-} ]]; then
        # hundreds of lines nobody reads, unless it fails
        if "$@" >"$log" 2>&1; then return 0; fi
        tail -n 30 "$log" >&2
    elif "$@" 2>&1 | tee "$log"; then
        return 0
    fi
    if grep -qiE 'no space left on device|disk full|ENOSPC' "$log"; then
        die "The disk is full: free a few gigabytes (the build cache is $HADADA_CACHE) and start again."
    elif grep -qiE 'could not resolve host|temporary failure resolving|temporary failure in name|network is unreachable|ENOTFOUND|EAI_AGAIN|failed to download|spurious network error|connection timed out|failed to fetch' "$log"; then
        die "The network did not answer: check the connection and start again; what was already fetched is kept."
    fi
    die "$sentence"
}

# free_gigabytes DIR
free_gigabytes() { df -Pk "$1" | awk 'NR == 2 { print int($4 / 1048576) }'; }

# need_space GIGABYTES DIR
need_space() {
    local free
    free=$(free_gigabytes "$2")
    [[ $free -ge $1 ]] || die "The disk that holds $2 has ${free} GB free and this needs $1 GB: free some space, or set HADADA_CACHE to a folder on a larger disk."
}

# port_is_taken ADDRESS PORT: true when something answers there
port_is_taken() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }

# claim_cache: one clone at a time builds in a shared cache. The library is built as cdylib too, so its file has no hash in
# its name: a cache that another clone used last holds that clone's library under the same name, and cargo would take it for
# ours. A newer source makes it build again.
claim_cache() {
    mkdir -p "$CARGO_TARGET_DIR"
    exec 9>"$CARGO_TARGET_DIR/.clone.lock"
    if ! flock -n 9; then
        say "Another clone is building in $CARGO_TARGET_DIR: waiting for it."
        flock 9
    fi
    [[ $(cat "$CARGO_TARGET_DIR/.clone" 2>/dev/null) == "$ROOT" ]] || touch src/lib.rs
    printf '%s\n' "$ROOT" >"$CARGO_TARGET_DIR/.clone"
}
release_cache() { exec 9>&-; }
