/*
 * Any bytes are asked of a small index, and of a scan of all its words. The
 * first byte of an input chooses how it is read.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "fuzz.h"

#include "tests/oracle/contest.h"
#include "tests/oracle/demand.h"

#include "text/utf8.h"

#include <string.h>
#include <unistd.h>

/* One of the random archives that has words of many kinds, few articles,
   and some that were replaced and deleted. */
#define ARCHIVE_SEED 2358

/* Longer ones only take longer. */
#define QUERY_MOST_BYTES 1024

static struct contest contest;
static struct arena arena;
static char folder[] = "/tmp/lede-fuzz-XXXXXX";

static void close_archive(void)
{
    contest_close(&contest);
    arena_release(&arena);
    (void)rmdir(folder);
}

static void open_archive(void)
{
    struct corpus corpus;
    struct dice dice = dice_of(ARCHIVE_SEED, 0);
    if (mkdtemp(folder) == NULL)
        demand(STATUS_IO, NULL, folder);
    arena_init(&arena);
    corpus_random(&dice, &arena, &corpus);
    contest_open(&contest, &corpus, folder);
    if (atexit(close_archive) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
    CLEANUP(str_release) struct str query = STR_INIT;
    CLEANUP(str_release) struct str report = STR_INIT;
    static bool is_open;
    size_t n_repaired;
    if (!is_open)
        open_archive();
    is_open = true;
    if (n_bytes == 0 || n_bytes > QUERY_MOST_BYTES)
        return 0;
    utf8_repair(str_span((const char *)bytes + 1, n_bytes - 1), &query,
                &n_repaired);
    if (contest_ask_text(&contest, str_view(&query),
                         (bytes[0] & 1) != 0 ? QUERY_ANY_WORD : QUERY_ALL_WORDS,
                         (bytes[0] & 2) != 0 ? QUERY_READING_LENIENT
                                             : QUERY_READING_STRICT,
                         &report) == DIFFER_NOT)
        return 0;
    (void)fprintf(stderr, "query [%s], read as [%.*s]\n%s\n",
                  str_view(&query).bytes,
                  (int)contest.answer.understood.n_bytes,
                  contest.answer.understood.bytes, str_view(&report).bytes);
    abort();
}
