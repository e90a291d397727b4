# tests/faults/lib.sh - what the fault tests share: batches of articles, the
# shim, and the questions that an index has to answer after a fault. Sourced
# after tests/e2e/lib.sh; POSIX sh.
#
# The programs are black boxes here: which commands there are is asked of
# `lede-index --help`, what an index holds of `dump`.
#
# SPDX-License-Identifier: GPL-2.0-or-later

shim=$builddir/tests/faults/shim.so

# use_memory: goes on in a folder that no disk slows down; where there is none,
# the shim stands before everything and lets nothing wait for the disk. What
# reaches a disk, and when, is power.test's question alone.
use_memory() {
    if [ -w /dev/shm ] && memory=$(mktemp -d /dev/shm/lede-faults.XXXXXX); then
        trap 'cd /; rm -rf "$scratch" "$memory"' EXIT
        cd "$memory" || exit 99
    elif takes_shim; then
        LEDE_SHIM_AREA=$(pwd -P)
        LD_PRELOAD=$shim
        export LEDE_SHIM_AREA LD_PRELOAD
    fi
    say "the files are in $PWD"
}

takes_shim() {
    [ -e "$shim" ] && LD_PRELOAD=$shim "$lede_index" --version >/dev/null 2>&1
}

# has_time: whether the script has time left for asking at every moment. When it
# hasn't, the moments become fewer, and the report says from where on: a slow
# machine asks less, and is done. LEDE_FAULT_SECONDS sets it.
began=$(date +%s)
has_time() {
    [ $(($(date +%s) - began)) -lt "${LEDE_FAULT_SECONDS:-100}" ]
}

# next_moment: sets $at to the next one, $step later; twice as much each time
# when the time is over, and $thinned tells since when.
next_moment() {
    if ! has_time && [ $step -lt 64 ]; then
        step=$((step * 2))
        thinned=${thinned:-, not every one from $at on for want of time}
    fi
    last=$at
    at=$((at + step))
}

# need_shim: skips the script where the shim cannot stand before the programs.
need_shim() {
    [ -e "$shim" ] || skip_all "no $shim: make check builds it"
    takes_shim || skip_all "the programs take no LD_PRELOAD (a sanitizer?)"
}

# set_area: the folder in which faults happen; the index is $index in it.
set_area() {
    area=$(pwd -P)/area
    index=$area/index
    mkdir -p "$area"
}

has_command() {
    "$lede_index" --help | grep -q "^  $1 "
}

has_option() {
    "$lede_index" "$1" --help | grep -q -e "--$2\>"
}

# batch FILE FIRST LAST WORD: articles a FIRST .. a LAST as JSON Lines; each
# holds WORD, the word "everywhere", and words of its own.
batch() {
    awk -v first="$2" -v last="$3" -v word="$4" 'BEGIN {
        for (i = first; i <= last; i++) {
            # Three in a row are reprints.
            story = ""
            for (k = 1; k <= 24; k++)
                story = story " story" int(i / 3) "k" k
            printf "{\"id\":\"a%d\",\"title\":\"%s %d\",\"date\":\"%d-05-06\"," \
                "\"text\":\"everywhere %s n%d\\n\\nremainder r%d by q%d%s\"}\n", \
                i, word, i, 1900 + i % 100, word, i, i % 7, i % 13, story
        }
    }' >"$1"
}

# held_by INDEX: the articles, sorted, on standard output. Fails as dump does.
held_by() {
    "$lede_index" dump -i "$1" >held.dump 2>held.err || return
    LC_ALL=C sort held.dump
}

# after FILE FILE: the articles of the first (as held_by prints them), those of
# the second (JSON Lines as `batch` makes them) put in; an id's last one stays.
after() {
    cat "$1" "$2" | awk -F'"' '{ line[$4] = $0 } END { for (id in line) print line[id] }' |
        LC_ALL=C sort
}

# What is wrong with an index, a line each; "" if nothing. The questions below
# add to it.
problem=

wrong() {
    problem="$problem$1
"
}

# The C library's own last words, when something is thrown through it and there
# is no memory to load what that needs, are not ours to mend: they are told, and
# the index is asked all the same.
is_last_word() {
    head -n 1 "$1" | grep -q '^libgcc_s.so.1 must be installed' || return 1
    say "known: $shim_call $shim_at $shim_keep: $(head -n 1 "$1")"
}

# ask_message FILE: a message, not a crash's words. Its form is ask_form's.
ask_message() {
    ! is_last_word "$1" || return 0
    head -n 1 "$1" | grep -q '^lede-index: .' || wrong "no message: $(head -n 2 "$1")"
    ! grep -i -e 'terminate' -e 'abort' -e 'segmentation' -e 'unknown error' \
        -e ': success' -e 'internal' -e crashed "$1" >held.odd || wrong "odd message: $(cat held.odd)"
}

# ask_form FILE: the message is what style asks for: lower case, what failed
# first. Gathers those that are not in the file unstyled, once each.
ask_form() {
    ! is_last_word "$1" || return 0
    head -n 1 "$1" | grep -v '^lede-index: [a-z]' |
        sed -e 's/[^ ]*\/\(index[^ :]*\)/...\1/g' >>unstyled
    sort -u -o unstyled unstyled
}

# ask_index INDEX WANT...: it opens, answers, and holds the articles of one of
# the files WANT, whose name is in $held afterwards.
ask_index() {
    asked=$1
    shift
    held=none
    if ! held_by "$asked" >held.now; then
        wrong "dump: $(cat held.err)"
        return
    fi
    for wanted in "$@"; do
        ! cmp -s held.now "$wanted" || held=$wanted
    done
    n_held=$(wc -l <held.now)
    [ $held != none ] || wrong "holds $n_held articles, none of: $*"
    "$lede_index" stats -i "$asked" >held.stats 2>&1 || wrong "stats: $(head -n 1 held.stats)"
    grep -q "^articles *$n_held\$" held.stats ||
        wrong "stats: $(grep '^articles' held.stats), but dump gives $n_held"
    n_found=$("$lede_search" -i "$asked" --count everywhere 2>&1)
    [ "$n_found" = "$n_held" ] || wrong "search finds $n_found of $n_held"
    [ "$has_verify" = no ] || "$lede_index" verify -i "$asked" >held.verify 2>&1 ||
        wrong "verify: $(head -n 3 held.verify)"
}

has_verify=no
! has_command verify || has_verify=yes

# names_in INDEX: its files, numbers of segments as N; lists of their dead come
# and go.
names_in() {
    find "$1" -mindepth 1 |
        sed -e "s,^$1/,," -e '/\.dead-[0-9]*$/d' -e 's,[0-9]\{6\},N,g' | sort -u
}

# ask_garbage INDEX: nothing is in it that its manifest doesn't name, and no
# kind of file that an undisturbed index with replaced articles hasn't.
ask_garbage() {
    if [ ! -s names ]; then
        batch reference.1 1 8 one
        batch reference.2 5 12 two
        for part in 1 2; do
            "$lede_index" add -q -i reference reference.$part || wrong "no reference"
            names_in reference >>names
        done
        sort -u -o names names
    fi
    names_in "$1" | comm -23 - names >held.extra
    [ ! -s held.extra ] || wrong "left over: $(xargs <held.extra)"
    for found in "$1"/seg-* "$1"/sources-* "$1"/reprints-*; do
        [ -e "$found" ] || continue
        grep -q "\"${found##*/}\"" "$1/manifest.json" || wrong "left over: ${found##*/}"
    done
}

# with_shim CALL AT DO KEEP COMMAND...: runs it under the shim, and it alone:
# timeout has calls of its own. $status is its status, $fired tells whether a
# call was hit; out and err have what it said.
with_shim() {
    shim_call=$1
    shim_at=$2
    shim_do=$3
    shim_keep=$4
    shift 4
    rm -f fired
    LD_PRELOAD='' timeout 60 env LD_PRELOAD="$shim" LEDE_SHIM_AREA="$area" \
        LEDE_SHIM_CALL=$shim_call LEDE_SHIM_AT=$shim_at LEDE_SHIM_DO=$shim_do \
        LEDE_SHIM_KEEP=$shim_keep LEDE_SHIM_FIRED="$PWD/fired" \
        LEDE_SHIM_COUNT="$PWD/count" "$@" >out 2>err
    status=$?
    fired=no
    [ ! -e fired ] || fired=yes
}

# report NAME FILE: one TAP line; FILE has what went wrong.
report() {
    if [ -s "$2" ]; then
        fail "$1"
        say "$(head -n 20 "$2")"
        [ "$(wc -l <"$2")" -le 20 ] || say "... $(wc -l <"$2") lines in all"
    else
        pass "$1"
    fi
}

# report_known NAME FILE REASON: the same for what is known to fail sometimes,
# and why.
report_known() {
    if [ -s "$2" ]; then
        report "$1 # TODO $3" "$2"
    else
        pass "$1"
    fi
}
