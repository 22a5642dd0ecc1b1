# shellcheck shell=bash
# A PostgreSQL cluster to throw away, for tests and for `sqlx prepare`. Sourced after common.sh and tools.sh.
#
# It listens on a Unix socket in a folder of its own and on no port, so it can disturb nothing and needs no password.
# Nothing in it outlives the script: fsync is off.

PG_TMP=""
PG_BIN=""

# As the user `postgres` (or `nobody`) when we are root, which PostgreSQL refuses to be run by.
pg_as() {
    if [[ $(id -u) -ne 0 ]]; then
        "$@"
    else
        runuser -u "$(pg_user)" -- "$@"
    fi
}
pg_user() { id -un postgres 2>/dev/null || echo nobody; }

# A script that was killed leaves its cluster running: end those, and only those, whose script is gone.
pg_sweep() {
    local old script
    for old in "${TMPDIR:-/tmp}"/hadada-test.*; do
        [[ -O $old && -f $old/script ]] || continue
        script=$(<"$old/script")
        [[ -e /proc/$script ]] && continue
        pg_as "$PG_BIN/pg_ctl" -D "$old/pg" -m immediate stop >/dev/null 2>&1 || true
        rm -rf "$old"
    done
}

# Starts the cluster and exports DATABASE_URL of its database `hadada`, as the owner of the cluster.
pg_start() {
    PG_BIN=$(pg_bin)
    pg_sweep
    PG_TMP=$(mktemp -d "${TMPDIR:-/tmp}/hadada-test.XXXXXX")
    trap pg_stop EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    chmod 755 "$PG_TMP"
    echo "$$" >"$PG_TMP/script"
    mkdir -m 700 "$PG_TMP/pg" "$PG_TMP/run" "$PG_TMP/log"
    [[ $(id -u) -ne 0 ]] || chown "$(pg_user):" "$PG_TMP/pg" "$PG_TMP/run" "$PG_TMP/log"
    (
        cd /
        unset PGDATA PGPORT PGHOST PGUSER PGDATABASE PGPASSWORD PGOPTIONS
        pg_as "$PG_BIN/initdb" -D "$PG_TMP/pg" -U hadada -A trust -E UTF8 --locale=C.UTF-8 --no-sync
        pg_as "$PG_BIN/pg_ctl" -D "$PG_TMP/pg" -l "$PG_TMP/log/postgres.log" -w -t 60 start -o "-p 5432 \
            -c listen_addresses='' -c unix_socket_directories='$PG_TMP/run' -c unix_socket_permissions=0700 \
            -c max_connections=200 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=256MB \
            -c max_wal_size=2GB -c timezone=UTC -c log_min_messages=log -c log_min_error_statement=panic"
    ) >"$LOGS/test-cluster.log" 2>&1 ||
        die "The test database did not start: $LOGS/test-cluster.log says why."
    DATABASE_URL=$(pg_database hadada)
    export DATABASE_URL
}

# pg_database NAME: makes an empty database and prints its URL
pg_database() {
    (cd / && pg_as "$PG_BIN/createdb" -h "$PG_TMP/run" -p 5432 -U hadada "$1") >&2
    printf 'postgres://hadada@localhost:5432/%s?host=%s&sslmode=disable\n' "$1" "$PG_TMP/run"
}

pg_stop() {
    local code=$?
    trap - EXIT
    if [[ -n $PG_TMP && -d $PG_TMP ]]; then
        # a server that a step was using when the run was interrupted
        [[ ! -f $PG_TMP/server ]] || kill "$(<"$PG_TMP/server")" 2>/dev/null || true
        (cd / && pg_as "$PG_BIN/pg_ctl" -D "$PG_TMP/pg" -m immediate -w stop) >/dev/null 2>&1 || true
        rm -rf "$PG_TMP"
    fi
    exit "$code"
}
