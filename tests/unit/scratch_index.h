/*
 * For the tests of lib/store: a directory of their own, and small articles as
 * the indexer would hand them to a writer.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TESTS_SCRATCH_INDEX_H
#define LEDE_TESTS_SCRATCH_INDEX_H

#include "store/schema.h"
#include "store/writer.h"

#include <check.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char scratch_path[64];

static void scratch_enter(void)
{
    strcpy(scratch_path, "/tmp/lede-check-store-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(scratch_path));
    ck_assert_int_eq(chdir(scratch_path), 0);
}

static int scratch_remove_one(const char *path, const struct stat *st, int flag,
                              struct FTW *place)
{
    (void)st;
    (void)flag;
    (void)place;
    return remove(path);
}

static void scratch_leave(void)
{
    ck_assert_int_eq(chdir("/"), 0);
    nftw(scratch_path, scratch_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static inline struct manifest scratch_settings(void)
{
    struct manifest settings;
    memset(&settings, 0, sizeof settings);
    settings.analysis = 1;
    strcpy(settings.language, "en");
    strcpy(settings.versions, "ICU 72");
    return settings;
}

static inline void scratch_write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

/* The words of text, divided by single spaces, from position on. No assert in
   here: check writes a message for each, and tests limit how long files get. */
static inline enum status scratch_words(struct document *document,
                                        const char *text, uint32_t position)
{
    enum status status = STATUS_OK;
    while (status == STATUS_OK && *text) {
        size_t n_bytes = strcspn(text, " ");
        status = document_add_term(document, "", str_span(text, n_bytes),
                                   position++, 1, NULL);
        text += n_bytes + (text[n_bytes] == ' ');
    }
    return status;
}

/* An article of one paragraph whose record is its text. */
static inline void scratch_article(struct document *document, const char *id,
                                   const char *text)
{
    char id_term[64];
    (void)snprintf(id_term, sizeof id_term, "Q%s", id);
    document_reset(document);
    document->id_term =
        arena_copy(&document->arena, str_span(id_term, strlen(id_term)));
    document->record = str_span(text, strlen(text));
    if (scratch_words(document, text, 0) != STATUS_OK)
        abort();
}

static inline struct writer *scratch_open(const char *path)
{
    struct manifest settings = scratch_settings();
    struct writer *writer = NULL;
    struct error err = ERROR_INIT;
    enum status status = writer_open(path, NULL, &settings, &writer, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    return writer;
}

static inline void scratch_add(struct writer *writer, const char *id,
                               const char *text)
{
    struct document document;
    struct error err = ERROR_INIT;
    document_init(&document);
    scratch_article(&document, id, text);
    enum status status = writer_add(writer, &document, &err);
    document_release(&document);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
}

/* Articles id0, id1, ... in one committed run. */
static inline void scratch_index(const char *path, const char *const *texts,
                                 size_t n_texts)
{
    struct writer *writer = scratch_open(path);
    for (size_t i = 0; i < n_texts; i++) {
        char id[32];
        snprintf(id, sizeof id, "id%zu", i);
        scratch_add(writer, id, texts[i]);
    }
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    writer_free(writer);
}

#endif
