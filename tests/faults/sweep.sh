# tests/faults/sweep.sh - what sweep-new.test and sweep-old.test share; they set
# $kind: "nothing", where the run makes the index, or "first", where one is there.
# Sourced; POSIX sh.
#
# Every call that changes something fails in turn, once and for good: status 2
# and a message, and the index as it was; or status 0, and the index with all
# the new articles. A run after that is as if nothing had been. Killed before
# each call, the same. Short writes and interrupted calls are nobody's failure.
# No memory: as no disk.
#
# LEDE_FULL: every call with every errno, and hundreds of allocations, while
# there is time (has_time).
#
# SPDX-License-Identifier: GPL-2.0-or-later

. "$srcdir/tests/e2e/lib.sh"
. "$srcdir/tests/faults/lib.sh"
need_shim
use_memory
set_area

batch first.jsonl 1 12 first
batch second.jsonl 9 20 second
batch third.jsonl 21 22 third
: >nothing
LC_ALL=C sort first.jsonl >first
after first second.jsonl >second
after second third.jsonl >third.second
after first third.jsonl >third.first
after nothing third.jsonl >third.nothing

"$lede_index" add -q -i clean first.jsonl || exit 99
held_by clean | cmp - first || exit 99

# restore KIND: the state a run starts from.
restore() {
    rm -rf "$index"
    [ "$1" = nothing ] || cp -a clean "$index"
}

# ask_failed KIND: after a run that failed or was killed: all of the new
# articles, or none. A run that could say it failed should have changed nothing;
# those that did are gathered in the file late.
ask_failed() {
    if [ "$1" = nothing ] && ! "$lede_index" stats -i "$index" >stats 2>&1; then
        held=nothing
        ask_message stats
    elif [ "$1" = nothing ]; then
        ask_index "$index" first
    else
        ask_index "$index" "$1" second
    fi
    if [ $status -eq 2 ] && [ "$held" != "$1" ]; then
        echo "$shim_call $shim_at $shim_do $shim_keep: $(cat err)" >>late
    fi
}

# ask_next: a clean run afterwards; the short form asks every third time.
n_asked=0
ask_next() {
    n_asked=$((n_asked + 1))
    [ "$held" != none ] || return
    [ -n "${LEDE_FULL-}" ] || [ $((n_asked % 3)) -eq 0 ] || return
    before=$held
    if "$lede_index" add -q -i "$index" third.jsonl >next 2>&1; then
        ask_index "$index" "third.$before"
        ask_garbage "$index"
    else
        wrong "the next run fails: $(cat next)"
    fi
}
after first third.jsonl >third.first

# attempt KIND CALL AT DO KEEP
attempt() {
    problem=
    restore "$1"
    if [ "$1" = nothing ]; then
        input=first.jsonl want=first
    else
        input=second.jsonl want=second
    fi
    with_shim "$2" "$3" "$4" "$5" "$lede_index" add -q -i "$index" $input
    case $status in
    0)
        ask_index "$index" $want
        if [ "$2" = malloc ] && [ $held = none ]; then
            echo "malloc $3 $5: status 0: $(diff held.now $want | head -n 2 | tail -n 1)" >>skipped
            problem=
        fi
        ;;
    2)
        ask_message err
        ask_form err
        ask_failed "$1"
        ;;
    1)
        [ "$2" = malloc ] || wrong "status 1: $(head -n 2 err)"
        echo "malloc $3 $5: $(head -n 1 err)" >>skipped
        held=none
        ;;
    137)
        [ "$4" = kill ] || wrong "it was killed"
        ask_failed "$1"
        ;;
    124) wrong "it hangs" ;;
    *) wrong "status $status: $(head -n 2 err)" ;;
    esac
    ask_next
    printf '%s' "$problem" | sed "s/^/$2 $3 $4 $5: /" >>bad
    [ -z "$problem" ] || sed 's/^/    said: /' err >>bad
}

# sweep KIND CALL DO [KEEP [FIRST]]: every call; from FIRST on the short form
# takes every other.
sweep() {
    : >bad
    at=1
    step=1
    [ -n "${LEDE_FULL-}" ] || [ -z "${5-}" ] || at=$5 step=2
    thinned=
    fired=yes
    while [ $fired = yes ] && [ $at -le 3000 ]; do
        attempt "$1" "$2" $at "$3" "${4-}"
        next_moment
    done
    [ $fired = no ] || echo "there is no end" >>bad
    report "$1: $2 $3${4:+ for good}: calls before $last$thinned" bad
}

# sample KIND CALL DO KEEP N: N of the calls, evenly.
sample() {
    : >bad
    attempt "$1" "$2" 0 EIO ""
    n_calls=$(cat count)
    n_samples=0
    at=1
    step=$((n_calls / $5 + 1))
    while [ $at -le "$n_calls" ]; do
        attempt "$1" "$2" $at "$3" "$4"
        n_samples=$((n_samples + 1))
        has_time || step=$((step * 2))
        at=$((at + step))
    done
    report "$1: $2 $3${4:+ for good}: $n_samples of $n_calls calls" bad
}

n_mallocs=12
[ -z "${LEDE_FULL-}" ] || n_mallocs=150
if [ -n "${LEDE_FULL-}" ]; then
    plan $((11 + 9 * 3 + 2 + 3))
else
    plan $((11 + 3))
fi
: >late
: >skipped

sweep $kind any EIO "" 1
sweep $kind any kill "" 2
sweep $kind write ENOSPC keep
sweep $kind sync EIO keep
sweep $kind rename ENOSPC keep
sweep $kind link EIO keep
sweep $kind write short
sweep $kind write EINTR
sweep $kind read EIO
sample $kind malloc ENOMEM "" $n_mallocs
sample $kind malloc ENOMEM keep $n_mallocs
if [ -n "${LEDE_FULL-}" ]; then
    for call in open write sync rename unlink mkdir truncate mmap close; do
        sweep $kind $call EIO keep
        sweep $kind $call ENOSPC
        sweep $kind $call EINTR
    done
    sweep $kind open EMFILE keep
    sweep $kind open-read EIO
fi

report "every message says what failed, in lower case" unstyled
report "a run that says it failed has changed nothing" late
# Jansson without memory says that the text is no JSON, or takes a byte of a
# string away in silence.
report_known "no article suffers from want of memory" skipped \
    "jansson hides that it has no memory"
