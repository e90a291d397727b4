/*
 * What ends a match in time. Xapian has no way to stop one: but a list of all
 * articles that comes to its end is the end of everything that has to be in
 * it, and what was found until then stays found.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_DEADLINE_SOURCE_HH
#define LEDE_STORE_DEADLINE_SOURCE_HH

#include "store/index.hh"

/* What the parts of one search know of its time. */
struct match_time {
    const struct deadline *deadline;
    bool is_late = false;
    /* The article at which that was seen: what was told of it by who saw it
       may be wrong. 0: none. */
    Xapian::docid late_docid = 0;
    unsigned n_asked = 0;
};

/* Looks at the clock the first time, and once in n_times. */
inline bool time_has_ended(struct match_time *time, Xapian::docid docid,
                           unsigned n_times)
{
    if (time->is_late)
        return true;
    if (time->n_asked++ % n_times != 0 || !deadline_is_past(time->deadline))
        return false;
    time->is_late = true;
    time->late_docid = docid;
    return true;
}

/* The query until its time is over. time must outlive the query. */
Xapian::Query until_deadline(const Xapian::Query &query,
                             struct match_time *time);

#endif
