/*
 * A request as the parameters of an address: what a reader asks for, wherever
 * it was asked. The command line and the CGI fill in the same struct, so the
 * same request gets the same answer, and every answer knows the address and
 * the command line that it can be had by again.
 *
 * Pure functions: nothing here looks at an index, a file or the clock.
 * Addresses are those of section "URLs" of doc/json.md.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_ADDRESS_H
#define LEDE_SEARCHER_ADDRESS_H

#include "base/arena.h"
#include "searcher/facet.h"
#include "searcher/query.h"
#include "searcher/timeline.h"

#define ADDRESS_LIMIT_DEFAULT    10
#define ADDRESS_SNIPPETS_DEFAULT 3
/* More of them than a page has links for. */
#define ADDRESS_MAX_FILTERS 32

/* Parameters that only add clauses, for the boxes of a form. */
enum address_box {
    ADDRESS_TITLE, /* words that must all be there, or a phrase in quotes */
    ADDRESS_AUTHOR,
    ADDRESS_SOURCE,
    ADDRESS_SECTION,
    ADDRESS_LANG, /* the whole value */
    ADDRESS_TYPE,
    ADDRESS_TAG,
    ADDRESS_AFTER, /* a date */
    ADDRESS_BEFORE,
    ADDRESS_SINCE, /* the day of the run that took the article, or a time of
                      that day: what a feed calls updated */
};

#define ADDRESS_BOXES 10

/* f=FIELD:VALUE, nf=FIELD:VALUE; --filter=FIELD:VALUE, --filter=-FIELD:VALUE */
struct address_filter {
    bool is_not;
    struct str_span field; /* as a query names it: "source" */
    struct str_span value; /* names and titles: a phrase; others: the whole
                              value; dates and numbers: as in a query */
};

enum address_reprints {
    ADDRESS_REPRINTS_FOLD, /* under the earliest of them */
    ADDRESS_REPRINTS_SHOW, /* each by itself */
    ADDRESS_REPRINTS_ONLY, /* nothing but articles that are printed again */
};

enum address_unit {
    ADDRESS_UNIT_ARTICLE,
    ADDRESS_UNIT_PARAGRAPH,
};

/* All spans are borrowed from whoever filled it in; empty: not given. */
struct address {
    struct str_span q;
    struct str_span boxes[ADDRESS_BOXES];
    struct address_filter filters[ADDRESS_MAX_FILTERS]; /* ascending */
    size_t n_filters;
    enum query_mode mode;       /* any=1 */
    enum query_reading reading; /* strict=1; lenient without */
    bool is_any_case;           /* anycase=1 */
    struct str_span sort;       /* as --sort has it; empty: relevance */
    bool is_recent;             /* recent=1 */
    bool is_expanded;           /* expand=1 */
    uint64_t limit;             /* n= */
    uint64_t offset;            /* page=, or offset= */
    struct str_span cursor;     /* goes before offset */
    struct facet_wish facets[FACET_MAX_WISHES]; /* in the order asked for */
    size_t n_facets;
    enum timeline_unit timeline;
    enum address_reprints reprints; /* collapse=fold|show|only, or reprints= */
    uint32_t n_snippets;
    enum address_unit unit;
    struct str_span format; /* json, csv, ...; the caller looks what it means */
};

/* With its defaults: all articles, ten at a time; lenient. */
void address_init(struct address *address);

/* As sort_list_read() reads it; what is usual is not said. */
void address_set_sort(struct address *address, struct str_span sort);

/* A decoded name and its value: clean UTF-8, no control characters. */
struct address_pair {
    struct str_span name;
    struct str_span value;
};

/* What a caller puts up with. */
struct address_bounds {
    uint64_t max_limit;  /* n= above it is refused */
    uint64_t max_offset; /* offset=, and that of page=, likewise */
    size_t max_query_bytes;
};

/* Those of a page: 100 hits, 500 pages, queries of 4 KiB. */
extern const struct address_bounds address_bounds_page;
/* Those of a whole list (CSV, JSON lines): 10,000 hits. */
extern const struct address_bounds address_bounds_list;

/*
 * Reads parameters into *ret_address, whose spans are theirs. An empty value
 * is as none: forms send their empty boxes. STATUS_BAD_USAGE, with a message
 * that names the parameter: a value that it can't have, a value given twice,
 * or more filters or facets than there is room for. Names that are not known
 * change nothing; the first n_room of them stand in ret_unknown, *ret_n_unknown
 * is how many those are.
 */
MUST_CHECK enum status address_read(const struct address_pair *pairs,
                                    size_t n_pairs,
                                    const struct address_bounds *bounds,
                                    struct address *ret_address,
                                    struct str_span *ret_unknown, size_t n_room,
                                    size_t *ret_n_unknown, struct error *err);

/*
 * Adds a filter, in its place; one that is there already changes nothing.
 * text: FIELD:VALUE, of which language: and year: are lang: and date:.
 * STATUS_BAD_USAGE: no such field, no value, or over ADDRESS_MAX_FILTERS.
 */
MUST_CHECK enum status address_add_filter(struct address *address,
                                          struct str_span text, bool is_not,
                                          struct error *err);
/*
 * The same question, first page, with one filter more: of a date what is
 * certainly inside, as it is counted. filter, which must be empty, gets its
 * text, which *ret_narrowed borrows. False where there is no room for one.
 */
bool address_narrow(const struct address *address, const char *field,
                    struct str_span value, struct str *filter,
                    struct address *ret_narrowed);
/* Adds FIELD[:N]. STATUS_BAD_USAGE likewise. */
MUST_CHECK enum status address_add_facet(struct address *address,
                                         struct str_span text,
                                         struct error *err);
/* year, month, day or auto. */
MUST_CHECK enum status address_set_timeline(struct address *address,
                                            struct str_span text,
                                            struct error *err);

/*
 * Appends the canonical query string, without a question mark: in one order,
 * defaults left out, so that equal requests have equal ones. It ends up empty
 * for a request of nothing. cursor is left out when the offset says it, and
 * so is format: that is the ending of the path. Failures are out's (sticky).
 */
void address_print(const struct address *address, struct str *out);

/*
 * Appends what the boxes and filters mean as clauses of a query, divided by
 * spaces, to be read with QUERY_ALL_WORDS whatever the mode; nothing if there
 * are none. STATUS_BAD_USAGE: a date or number that can't be read. arena is
 * for scratch.
 */
MUST_CHECK enum status address_clauses(const struct address *address,
                                       struct arena *arena, struct str *out,
                                       struct error *err);

/* Appends the command line of the same request, quoted for a POSIX shell.
   Boxes become filters. */
void address_command(const struct address *address, struct str *out);

/*
 * Cursors: where the answer of one page ended, for the next one. A cursor has
 * the revision of the index, an offset, and a checksum of what was asked, and
 * is good for that question only; it is base64url (RFC 4648).
 */
void address_add_cursor(const struct address *address, uint64_t revision,
                        uint64_t offset, struct str *out);
/* Sets the offset that address->cursor has, if there is one. *ret_is_moved:
   the index was another then. STATUS_BAD_USAGE: it is no cursor, or one of
   another question. */
MUST_CHECK enum status address_follow(struct address *address,
                                      uint64_t revision, bool *ret_is_moved,
                                      struct error *err);

/* Appends a word quoted for a POSIX shell, where it has to be. */
void address_shell_word(struct str_span word, struct str *out);

#endif
