/*
 * What a writer is, for the files that it is made of: writer.c (the run),
 * writer_change.c (what it adds and kills), writer_reprints.c,
 * writer_commit.c (the switch) and writer_fold.c.
 *
 * Only for lib/store.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_WRITER_STATE_H
#define LEDE_STORE_WRITER_STATE_H

#include "store/dead.h"
#include "store/id_table.h"
#include "store/lock.h"
#include "store/segment.h"
#include "store/segment_reader.h"
#include "store/sketch_list.h"
#include "store/writer.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A segment of the last commit, opened when it is first asked. */
struct old_segment {
    struct segment_reader *reader; /* NULL: not open yet */
    struct dead_set before;        /* its dead as of the last commit */
    struct dead_set now;           /* and with those of this run */
};

/* The segment that a run or a fold makes. */
struct new_segment {
    struct segment_entry entry; /* name "": none was begun; last_docid is that
                                   of the last one added */
    struct segment_writer out;
};

struct writer {
    struct str path; /* of the index */
    struct lock lock;
    struct writer_settings how;
    struct manifest manifest; /* of the last commit */
    struct segment_list list; /* of the last commit */
    struct old_segment *olds; /* one for each of the list */
    size_t n_olds;
    struct new_segment fresh;
    struct id_table ids; /* of fresh */
    uint32_t *gone;      /* of fresh: replaced or deleted by this run itself */
    size_t n_gone;
    size_t n_gone_room;
    struct sketch_list sketches; /* of fresh */
    /* Whom the last question was about, for writer_add() asks again. */
    struct str asked;
    size_t i_asked; /* the segment that has it; n_olds: none */
    uint32_t asked_docid;
    size_t n_kept_sources;    /* of the list; the first of them */
    struct kept_file sources; /* and this part behind them; "": none */
    bool has_sources;   /* these count; else the catalogue stays as it is */
    bool is_probed;     /* lib/glass was tried */
    struct error probe; /* and this was wrong with it */
    double avdl;        /* for the manifest; 0: as it is */
    bool is_avdl_known; /* else documents wait for it: */
    struct document *waiting;
    size_t n_waiting;
    size_t n_waiting_room;
    size_t n_waiting_bytes;
    bool is_new;         /* no commit yet: all that is there, we made */
    bool made_directory; /* also the directory itself */
    bool is_changed;
    bool is_over; /* committed, or failed: see cause */
    struct error cause;
};

/* Ends the run with a status, which it returns; err is not NULL. */
enum status writer_end(struct writer *writer, enum status status,
                       struct error *err);
/* Whether it can go on; what it says if not is why it ended. */
MUST_CHECK enum status writer_check(const struct writer *writer,
                                    struct error *err);

/* Finds out the mean length if that is still to be done, and writes what has
   waited for it. */
MUST_CHECK enum status writer_end_sample(struct writer *writer,
                                         struct error *err);
void writer_drop_sample(struct writer *writer);
/* The mean length, found out now if need be. */
MUST_CHECK enum status writer_settle_mean(struct writer *writer,
                                          double *ret_mean, struct error *err);
/* Hands the document, which passed document_check(), on to the segment, or
   lets it wait. */
MUST_CHECK enum status writer_pass(struct writer *writer,
                                   const struct document *document,
                                   struct error *err);

/* Tries lib/glass, once, unless the API is asked for, or this very program
   with this very Xapian has found it right before; sets how.is_api. */
void writer_probe(struct writer *writer);

/* Begins the run's segment unless it has begun. */
MUST_CHECK enum status writer_begin(struct writer *writer, struct error *err);
/* Whether there are docids for so many more. */
MUST_CHECK enum status writer_check_room(const struct writer *writer,
                                         uint64_t n_more, struct error *err);
/* Of a document that was added as docid: kills who had its id before.
 *ret_is_replaced: the index had it before this run. */
MUST_CHECK enum status writer_note(struct writer *writer,
                                   struct str_span id_term, uint32_t docid,
                                   bool *ret_is_replaced, struct error *err);

/* Opens the segments' lists of the dead; readers come when needed. */
MUST_CHECK enum status writer_load(struct writer *writer, struct error *err);
void writer_unload(struct writer *writer);
MUST_CHECK enum status writer_reader(struct writer *writer, size_t i_segment,
                                     struct segment_reader **ret_reader,
                                     struct error *err);

/* Finds the reprints among all articles that live in the first n_olds segments
   and in fresh, and writes the list of them. is_anew: it finds them all; else
   those of fresh, in addition to those of the last commit. */
MUST_CHECK enum status writer_list_reprints(
    struct writer *writer, size_t n_olds, const struct segment_entry *fresh,
    bool is_anew, struct kept_file *ret_file, struct error *err);

/*
 * The same for what the run has added, looked for while its segment is still
 * written: of what is known already, in a thread of its own if there is more
 * than one. *ret_search NULL: that would take too much memory, so ask
 * writer_list_reprints() when the segment is done. Release with
 * reprint_search_free().
 */
struct reprint_search;
MUST_CHECK enum status reprint_search_begin(struct writer *writer, bool is_anew,
                                            struct reprint_search **ret_search,
                                            struct error *err);
/* Waits for it, and writes the list; once. */
MUST_CHECK enum status reprint_search_end(const struct writer *writer,
                                          struct reprint_search *search,
                                          const struct segment_entry *fresh,
                                          struct kept_file *ret_file,
                                          struct error *err);
void reprint_search_free(struct reprint_search *search);

/* Those of fresh that the run itself has replaced or deleted. Release with
   dead_release(), also on failure. */
MUST_CHECK enum status writer_list_gone(const struct writer *writer,
                                        struct dead_set *ret_gone,
                                        struct error *err);

/* Begins a segment whose docids are from first_docid on. */
MUST_CHECK enum status new_segment_begin(struct writer *writer,
                                         uint32_t first_docid,
                                         struct new_segment *segment,
                                         struct error *err);
/* Gives it its name alone: for what makes the directory in another way. */
MUST_CHECK enum status new_segment_name(struct writer *writer,
                                        struct new_segment *segment,
                                        struct error *err);
/* Ends it: all files written, measured and synced. */
MUST_CHECK enum status new_segment_end(struct writer *writer,
                                       struct new_segment *segment,
                                       struct error *err);
/* Frees it, and removes its directory if is_to_remove. */
void new_segment_drop(struct writer *writer, struct new_segment *segment,
                      bool is_to_remove);

/*
 * Makes list the index: syncs all names, switches the manifest, then removes
 * what list does not name. If it fails *ret_is_safe tells whether the old
 * manifest stands, so that what is new may be removed.
 */
MUST_CHECK enum status writer_switch(struct writer *writer,
                                     const struct segment_list *list,
                                     bool *ret_is_safe, struct error *err);

#ifdef __cplusplus
}
#endif

#endif
