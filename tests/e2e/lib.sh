# tests/e2e/lib.sh - what every end-to-end test stands on: TAP lines, a private
# folder, the programs. Sourced by *.test; POSIX sh.
#
# A script calls `plan N` first, then N of the expect_* functions (or `pass`,
# `fail`, `skip`). It runs in $scratch, an empty folder of its own that is
# removed at the end, and reads nothing else but $srcdir and, where it is
# there, the shared data ($data).
#
# SPDX-License-Identifier: GPL-2.0-or-later

set -u
LC_ALL=C.UTF-8
TZ=UTC
SOURCE_DATE_EPOCH=1714953600 # 2024-05-06: an index made twice is the same
export LC_ALL TZ SOURCE_DATE_EPOCH
unset LEDE_INDEX NO_COLOR COLUMNS XAPIAN_FLUSH_THRESHOLD

: "${srcdir:?run me by make check, or set srcdir and builddir}"
: "${builddir:?run me by make check, or set srcdir and builddir}"
lede_index=$builddir/indexer/lede-index
lede_search=$builddir/searcher/lede-search
sample=$srcdir/corpus/sample
data=${LEDE_DATA:-$srcdir/../shared/data}

mkdir -p "$builddir/tests/tmp" || exit 99
scratch=$(mktemp -d "$builddir/tests/tmp/$(basename "$0" .test).XXXXXX") || exit 99
trap 'cd /; chmod -R u+rwx "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
trap 'exit 99' HUP INT TERM
cd "$scratch" || exit 99

n_done=0

plan() {
    echo "1..$1"
}

# skip_all REASON: the whole script needs something that is not here.
skip_all() {
    echo "1..0 # SKIP $1"
    exit 0
}

pass() {
    n_done=$((n_done + 1))
    echo "ok $n_done - $1"
}

fail() {
    n_done=$((n_done + 1))
    echo "not ok $n_done - $1"
}

skip() {
    n_done=$((n_done + 1))
    echo "ok $n_done - $1 # SKIP $2"
}

# Lines as TAP comments.
say() {
    printf '%s\n' "$1" | sed 's/^/# /'
}

# expect_equal NAME WANT GOT
expect_equal() {
    if [ "$2" = "$3" ]; then
        pass "$1"
    else
        fail "$1"
        say "wanted:"
        say "$2"
        say "got:"
        say "$3"
    fi
}

# expect_match NAME PATTERN TEXT: some line of TEXT matches the basic regular
# expression.
expect_match() {
    if printf '%s\n' "$3" | grep -q -e "$2"; then
        pass "$1"
    else
        fail "$1"
        say "wanted a line like: $2"
        say "got:"
        say "$3"
    fi
}

# expect_no_match NAME PATTERN TEXT
expect_no_match() {
    if printf '%s\n' "$3" | grep -q -e "$2"; then
        fail "$1"
        say "wanted no line like: $2"
        say "got:"
        say "$3"
    else
        pass "$1"
    fi
}

# expect_status NAME WANT COMMAND...: runs it; what it prints is in the files
# out and err of the scratch folder.
expect_status() {
    expected_name=$1
    expected_status=$2
    shift 2
    "$@" >out 2>err
    got_status=$?
    if [ "$got_status" -eq "$expected_status" ]; then
        pass "$expected_name"
    else
        fail "$expected_name"
        say "wanted status $expected_status, got $got_status, from: $*"
        say "$(head -c 2000 out)"
        say "$(head -c 2000 err)"
    fi
}

# expect_file NAME WANT FILE: the whole file.
expect_file() {
    expect_equal "$1" "$2" "$(cat "$3")"
}

# is_sanitized: whether the programs are built with a sanitizer. Each start of one
# takes some 0.3 s then: what asks the same of the same code hundreds of times
# asks less.
is_sanitized() {
    [ "${SANITIZER:-no}" != no ]
}

# need_data FILE...: skips the script when the shared data are not there.
need_data() {
    for needed in "$@"; do
        [ -e "$data/$needed" ] || skip_all "no $needed: set LEDE_DATA to the data folder"
    done
}

# need_program NAME...: skips the script when a program is not installed.
need_program() {
    for needed in "$@"; do
        command -v "$needed" >/dev/null 2>&1 || skip_all "$needed is not installed"
    done
}
