# Sourced by .ci/run: what a bare machine lacks. Servers that answer already are used as they are.

may_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null
}

install() {
    apt-get -qq update >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

install_missing_python_venv() {
    if may_install && ! python3 -c 'import ensurepip' 2>/dev/null && ! command -v uv >/dev/null; then
        install python3-venv
    fi
}

start_missing_stores() {
    if PYTHONPATH=. .venv/bin/python -m script.steps.stores; then
        return
    fi
    local folder postgresql
    folder="$(mktemp -d)"
    if may_install && ! { compgen -G "/usr/lib/postgresql/*/bin/initdb" && command -v redis-server; } >/dev/null; then
        install postgresql redis-server
    fi
    postgresql="$(dirname "$(compgen -G "/usr/lib/postgresql/*/bin/initdb" | tail -n 1 || command -v initdb)")"
    # shellcheck disable=SC2064
    trap "stop_stores '$folder' '$postgresql'" EXIT
    start_stores "$folder" "$postgresql"
}

# PostgreSQL refuses to run as root.
as_postgresql() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

start_stores() {
    local folder="$1" postgresql="$2"
    echo "Starting a PostgreSQL and a Redis for the tests, in $folder"
    if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
    as_postgresql "$postgresql/initdb" -D "$folder/data" -U postgres -A trust >/dev/null
    as_postgresql "$postgresql/pg_ctl" -D "$folder/data" -l "$folder/log" -w \
        -o "-c listen_addresses=localhost -c port=54329 -c unix_socket_directories=" start >/dev/null
    redis-server --bind 127.0.0.1 --port 63799 --save "" --daemonize yes --pidfile "$folder/redis.pid" >/dev/null
    export DATABASE_URL="postgres://postgres@localhost:54329/postgres" REDIS_URL="redis://localhost:63799"
}

stop_stores() {
    local folder="$1" postgresql="$2"
    redis-cli -p 63799 shutdown nosave 2>/dev/null || true
    as_postgresql "$postgresql/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null || true
    rm -rf "$folder"
}
