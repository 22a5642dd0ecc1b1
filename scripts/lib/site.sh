# shellcheck shell=bash
# Builds the server and the site it serves. Sourced after common.sh and tools.sh.

# Where scripts/run keeps the program it starts: the cache may be shared with other clones, this is not.
# shellcheck disable=SC2034  # read by scripts/run
APP=$ROOT/target/app

# What staff may load on a first visit, compressed: script, style sheet, icons and fonts together.
# shellcheck disable=SC2034  # read by scripts/build and scripts/test
BUDGET_KB=350

# build_site dev|release SITE_FOLDER PROGRAM_FOLDER
build_site() {
    local kind=$1 options=() folder=debug
    [[ $kind == dev ]] || { options=(--release --precompress) folder=release; }
    PATH=$ROOT/scripts/lib/browser:$PATH LEPTOS_SITE_ROOT=$2 cargo leptos build --cargo-locked "${options[@]}" || return
    # one that runs cannot be written over, but can be replaced
    mkdir -p "$3" && cp --remove-destination "$CARGO_TARGET_DIR/$folder/hadada" "$3/hadada"
}

# What the program is made of, as one number: equal numbers need no new build.
fingerprint() {
    {
        { find src public migrations style .sqlx .cargo build.rs ./*.toml Cargo.lock \
            -type f -not -path '*/node_modules/*' -print0 2>/dev/null || true; } | sort -z | xargs -0 sha256sum
        rustc --version
        echo "$CARGO_LEPTOS $WASM_BINDGEN $1"
    } | sha256sum | cut -d' ' -f1
}

# sizes SITE_FOLDER [BUDGET_KB]: prints what a browser loads; fails when it is over the budget
sizes() { node scripts/lib/sizes.mjs "$@"; }
