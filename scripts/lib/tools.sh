# shellcheck shell=bash
# Installs what is missing, at pinned versions, and nothing that is there. Sourced after common.sh.

RUST_OLDEST=1.95
CARGO_LEPTOS=0.3.10   # 0.3.11 wants a newer rustc
WASM_BINDGEN=0.2.130  # the very version of the crate in Cargo.toml
SQLX_CLI=0.9.0
CARGO_DENY=0.20.2
OHA=1.16.0            # only for scripts/bench
NEXTEST=0.9.143
NODE=22.23.3          # taken from npm when the system's is older than NODE_OLDEST, as on Debian 12
NODE_OLDEST=22.12
NPM=11.19.1           # comes with a Node of our own
POSTGRES_OLDEST=15

# at_least WANTED FOUND: compares versions
at_least() { [[ $(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1) == "$1" ]]; }

# packages NAME...: from the system's own archive, with sudo when we are not root
packages() {
    command -v apt-get >/dev/null || die "Install these with your system's package manager and start again: $*."
    local as_root=()
    if [[ $(id -u) -ne 0 ]]; then
        command -v sudo >/dev/null || die "Ask an administrator to run 'apt-get install $*', then start again: there is no sudo here."
        # without a terminal sudo could only wait for a password that nobody can type
        [[ -t 0 ]] || sudo -n true 2>/dev/null || die "Run 'sudo apt-get install $*' yourself, then start again: sudo asks for a password here."
        as_root=(sudo)
    fi
    step "Installing $* from the system's packages" "up to 3 minutes"
    local quiet=(env DEBIAN_FRONTEND=noninteractive)
    HUSHED=yes logged apt-update "The list of packages could not be fetched: run 'apt-get update', mend what it complains of, and start again." \
        "${as_root[@]}" "${quiet[@]}" apt-get update -qq
    HUSHED=yes logged apt-install "The packages could not be installed: run 'apt-get install $*', mend what it complains of, and start again." \
        "${as_root[@]}" "${quiet[@]}" apt-get install -y -qq --no-install-recommends "$@"
}

need_compiler() {
    local missing=()
    command -v cc >/dev/null && command -v make >/dev/null || missing+=(build-essential)
    command -v curl >/dev/null || missing+=(curl)
    [[ -e /etc/ssl/certs/ca-certificates.crt || ! -d /etc/ssl ]] || missing+=(ca-certificates)
    # only to build cargo-leptos: with these its OpenSSL is the system's and not compiled from source
    if ! has_tool cargo-leptos "$CARGO_LEPTOS"; then
        command -v pkg-config >/dev/null || missing+=(pkg-config)
        pkg-config --exists openssl 2>/dev/null || missing+=(libssl-dev)
    fi
    [[ ${#missing[@]} -eq 0 ]] || packages "${missing[@]}"
}

need_rust() {
    command -v cargo >/dev/null || die "Rust is not installed: install it from https://rustup.rs, open a new terminal and start again."
    local version
    version=$(rustc --version 2>/dev/null | awk '{ print $2 }') || true
    [[ -n $version ]] || die "Rust has no toolchain yet: run 'rustup default stable' and start again."
    at_least "$RUST_OLDEST" "$version" || die "Rust $version is installed and this needs $RUST_OLDEST or newer: run 'rustup update stable' and start again."
    if [[ ! -d $(rustc --print target-libdir --target wasm32-unknown-unknown) ]]; then
        command -v rustup >/dev/null || die "Rust cannot build for the browser yet: install its target wasm32-unknown-unknown and start again."
        step "Adding the browser target to Rust" "1 minute"
        logged rustup "The browser target could not be added: run 'rustup target add wasm32-unknown-unknown', mend what it complains of, and start again." \
            rustup target add wasm32-unknown-unknown
    fi
}

# need_component NAME COMMAND...: clippy and rustfmt are not in rustup's minimal profile
need_component() {
    local name=$1
    shift
    "$@" >/dev/null 2>&1 && return
    command -v rustup >/dev/null || die "Install Rust's component $name and start again."
    step "Adding $name to Rust" "1 minute"
    logged rustup "The component could not be added: run 'rustup component add $name', mend what it complains of, and start again." rustup component add "$name"
}

# cargo writes down what it installed where
has_tool() { [[ -x $TOOLS/bin/$1 ]] && grep -qF "\"${3:-$1} $2 (" "$TOOLS/.crates.toml" 2>/dev/null; }

# tool PROGRAM VERSION MINUTES CRATE OPTIONS...: a Rust program of the tool folder, built once per machine
tool() {
    local program=$1 version=$2 minutes=$3 crate=$4
    shift 4
    has_tool "$program" "$version" "$crate" && return
    step "Building $crate $version, once for this machine" "about $minutes minutes on 2 cores"
    # with debug information off a debug build takes a third of the time and nobody notices the difference in use
    logged "install-$crate" "$crate could not be built: the lines above say why; run the same command again to continue." \
        env -u CARGO_TARGET_DIR -u RUSTFLAGS CARGO_PROFILE_DEV_DEBUG=0 OPENSSL_NO_VENDOR=1 \
        cargo install --quiet --root "$TOOLS" "$crate@$version" "$@"
}

need_cargo_leptos() { tool cargo-leptos "$CARGO_LEPTOS" 6 cargo-leptos --debug --locked --features no_downloads; }
# not --locked: its lock file names a crate version that was never published
need_wasm_bindgen() { tool wasm-bindgen "$WASM_BINDGEN" 4 wasm-bindgen-cli; }
need_sqlx() { tool cargo-sqlx "$SQLX_CLI" 3 sqlx-cli --debug --locked --no-default-features --features postgres,sqlx-toml; }
need_deny() { tool cargo-deny "$CARGO_DENY" 5 cargo-deny --debug --locked; }
need_nextest() {
    command -v cargo-nextest >/dev/null || tool cargo-nextest "$NEXTEST" 6 cargo-nextest --debug --locked
}

node_version() { node --version 2>/dev/null | tr -d v; }

need_node() {
    local missing=() version cpu
    PATH=$SYSTEM_PATH command -v node >/dev/null || missing+=(nodejs)
    PATH=$SYSTEM_PATH command -v npm >/dev/null || missing+=(npm)
    [[ ${#missing[@]} -eq 0 ]] || packages "${missing[@]}"
    version=$(node_version) || true
    at_least "$NODE_OLDEST" "${version:-0}" && [[ ! -d $TOOLS/node || -d $TOOLS/node/npm ]] && return
    case $(uname -m) in
        x86_64) cpu=x64 ;;
        aarch64) cpu=arm64 ;;
        *) die "Node ${version:-?} is installed and this needs $NODE_OLDEST or newer: install a newer Node and start again." ;;
    esac
    step "Fetching Node $NODE for our own use; the system's ${version:-?} stays as it is" "1 minute"
    rm -rf "$TOOLS/node.new" && mkdir -p "$TOOLS/node.new"
    logged npm-node "Node $NODE could not be fetched: check the connection and start again." \
        npm_in "$TOOLS/node.new" install --no-save --no-package-lock --ignore-scripts "node-linux-$cpu@$NODE" "npm@$NPM"
    mv "$TOOLS/node.new/node_modules/npm" "$TOOLS/node.new/node_modules/node-linux-$cpu/npm"
    rm -rf "$TOOLS/node" && mv "$TOOLS/node.new/node_modules/node-linux-$cpu" "$TOOLS/node" && rm -rf "$TOOLS/node.new"
    hash -r
}

# npm_in FOLDER ARGUMENTS...: with the Node it came with. Debian's npm knows no other than Debian's Node, and npm leaves out,
# without a word, what wants a newer Node than the one it runs on. Ours trusts whom the system trusts, as Debian's does.
npm_in() {
    local folder=$1 npm=(env "PATH=$SYSTEM_PATH" npm)
    shift
    if [[ -d $TOOLS/node/npm ]]; then
        npm=(env "NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}" "$TOOLS/node/bin/node" "$TOOLS/node/npm/bin/npm-cli.js")
    fi
    (cd "$folder" && "${npm[@]}" --no-fund --no-audit --loglevel=error "$@")
}

# node_packages FOLDER: `npm ci`, unless the lock file is the one that is installed
node_packages() {
    local folder=$1 stamp=$1/node_modules/.hadada-lock lock
    lock=$({ cat "$folder/package.json" "$folder/package-lock.json" && node --version; } | sha256sum)
    [[ -f $stamp && $(<"$stamp") == "$lock" ]] && return
    step "Fetching the packages of $folder/package-lock.json" "1 minute"
    # no install scripts: none of these packages needs one
    logged "npm-$folder" "The packages of $folder could not be fetched: run 'npm ci' in $folder, mend what it complains of, and start again." \
        npm_in "$folder" ci --ignore-scripts
    printf '%s\n' "$lock" >"$stamp"
}

# pg_bin: the folder of the newest PostgreSQL server programs, or nothing
pg_bin() {
    local folder newest="" best=0 major
    for folder in "${HADADA_PG_BIN:-}" ${PATH//:/ } /usr/lib/postgresql/*/bin; do
        [[ -x $folder/initdb && -x $folder/pg_ctl && -x $folder/postgres ]] || continue
        # through links to where all the programs are, the clients too
        folder=$(dirname "$(readlink -f "$folder/postgres")")
        major=$("$folder/postgres" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')
        [[ $major -gt $best ]] && { best=$major newest=$folder; }
    done
    [[ $best -ge $POSTGRES_OLDEST ]] && printf '%s\n' "$newest"
    return 0
}

need_postgres() {
    [[ -z $(pg_bin) ]] || return 0
    if command -v apt-cache >/dev/null; then
        # a fresh image has no package lists: what it offers is known only after this
        [[ -n $(apt-cache policy postgresql 2>/dev/null | awk '/Candidate/ && $2 != "(none)"') ]] || packages ca-certificates
        local offered
        offered=$(apt-cache policy postgresql | awk '/Candidate:/ { print $2 }')
        at_least "$POSTGRES_OLDEST" "${offered:-0}" ||
            die "This system offers PostgreSQL ${offered%%+*} and Hadada needs $POSTGRES_OLDEST or newer: add the archive of https://wiki.postgresql.org/wiki/Apt, or set DATABASE_URL to a newer server, and start again."
    fi
    packages postgresql
    [[ -n $(pg_bin) ]] || die "PostgreSQL $POSTGRES_OLDEST or newer was not found after the installation: install the package postgresql-$POSTGRES_OLDEST or newer and start again."
}

# need_chromium: sets CHROMIUM for the journeys; left empty, Playwright uses a browser of its own
need_chromium() {
    local name
    if [[ -z ${CHROMIUM:-} ]]; then
        for name in chromium google-chrome chromium-browser; do
            CHROMIUM=$(command -v "$name") && break
        done
    fi
    # Ubuntu's package of that name only starts a snap, which has no place in a container
    if grep -qs '^ID=ubuntu' /etc/os-release && ! { [[ -n $CHROMIUM ]] && "$CHROMIUM" --version >/dev/null 2>&1; }; then
        step "Fetching the browser that Playwright brings" "2 minutes"
        logged chromium "The browser could not be fetched: install Chromium or Google Chrome, set CHROMIUM to its program, and start again." \
            node end2end/node_modules/@playwright/test/cli.js install --with-deps chromium
        CHROMIUM=
    elif [[ -z $CHROMIUM ]]; then
        packages chromium
        CHROMIUM=$(command -v chromium) || die "Chromium was not found after the installation: set CHROMIUM to the browser's program and start again."
    fi
    export CHROMIUM
    [[ -z $CHROMIUM ]] || "$CHROMIUM" --version >/dev/null 2>&1 ||
        die "The browser $CHROMIUM does not start: set CHROMIUM to one that does, and start again."
}
