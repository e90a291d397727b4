/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/stem.h"

#include "base/file.h"
#include "text/analyser.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define TEXT_MAX_BYTES ((size_t)3 << 20)

struct kept_case {
    const char *language;
    const char *stem;
    size_t n_bytes;
};

static const struct kept_case cases[] = {
    {"en", "protest", 7},
    {"en", "happi", 4},
    {"en", "sky", 2},
    {"en", "hope", 3},
    {"en", "stabl", 4},
    {"en", "control", 7},
    {"en", "lie", 1},
    {"en", "x", 1},
    {"de", "haus", 3},
    {"tr", "p", 0},
    {"tr", "o\xc3\xa7", 1},
    {"fi", "kirj", 1},
    {"ru", "\xd0\xb4\xd0\xbe\xd0\xbc", 4},
    {"el", "\xce\xb1\xce\xb2", 2},
    {"ar", "\xd9\x83\xd8\xaa\xd8\xa8", 0},
    {"ja", "\xe6\x9d\xb1\xe4\xba\xac", 6},
    {"en", "", 0},
};

START_TEST(so_much_of_a_stem_is_kept)
{
    const struct kept_case *row = &cases[_i];
    ck_assert_uint_eq(stem_kept_bytes(language_find(str_span_of(row->language)),
                                      str_span_of(row->stem)),
                      row->n_bytes);
}

END_TEST

/* Texts in these languages, of the data; and what of their words may be
   missed, of a thousand, for their accents. */
struct language_case {
    const char *language;
    const char *file;
    size_t n_missed;
};

static const struct language_case languages[] = {
    {"ar", "languages/ar.jsonl.zst", 100},
    {"de", "languages/de.jsonl.zst", 30},
    {"el", "languages/el.jsonl.zst", 30},
    {"fi", "languages/fi.jsonl.zst", 30},
    {"fr", "languages/fr.jsonl.zst", 30},
    {"hi", "languages/hi.jsonl.zst", 30},
    {"ru", "languages/ru.jsonl.zst", 30},
    {"tr", "languages/tr.jsonl.zst", 160},
    {"en", "languages/fr.jsonl.zst", 50},
    {"en", "articles/articles.jsonl.zst", 1},
};

/* False when there is no such file. */
static bool read_data(const char *name, struct str *text)
{
    char path[1024];
    char command[1100];
    const char *folder = getenv("LEDE_DATA");
    const char *srcdir = getenv("srcdir");
    (void)snprintf(path, sizeof path, "%s%s/%s",
                   folder ? folder : (srcdir ? srcdir : "."),
                   folder ? "" : "/../shared/data", name);
    if (access(path, R_OK) != 0)
        return false;
    (void)snprintf(command, sizeof command, "zstd -dcfq '%s' | head -c %zu",
                   path, TEXT_MAX_BYTES);
    FILE *pipe = popen(command, "re");
    ck_assert_ptr_nonnull(pipe);
    enum status status =
        file_read_all(fileno(pipe), name, 2 * TEXT_MAX_BYTES, text, NULL);
    ck_assert_int_eq(status, STATUS_OK);
    return pclose(pipe) == 0 && text->n_bytes > 0;
}

static void check_word(struct analyser *again, const struct token *token,
                       size_t *n_missed)
{
    struct str_span stem;
    size_t n_kept = stem_kept_bytes(analyser_language(again), token->stem);
    ck_assert_msg(
        str_span_starts(token->term, str_span(token->stem.bytes, n_kept)),
        "%.*s/%.*s", (int)token->term.n_bytes, token->term.bytes,
        (int)token->stem.n_bytes, token->stem.bytes);
    ck_assert_int_eq(analyser_stem(again, token->term, &stem, NULL), STATUS_OK);
    *n_missed += !str_span_equal(stem, token->stem);
}

START_TEST(words_begin_as_their_stems_do)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    const struct language_case *row = &languages[_i];
    const struct language *language = language_find(str_span_of(row->language));
    struct analyser *analyser;
    struct analyser *again;
    struct token token;
    size_t n_words = 0;
    size_t n_missed = 0;
    if (!read_data(row->file, &text))
        return;
    ck_assert_int_eq(analyser_new(language, &analyser, NULL), STATUS_OK);
    ck_assert_int_eq(analyser_new(language, &again, NULL), STATUS_OK);
    ck_assert_int_eq(analyser_start(analyser, str_view(&text), NULL),
                     STATUS_OK);
    while (analyser_next(analyser, &token, NULL) == STATUS_OK) {
        if (token.stem.n_bytes == 0)
            continue;
        check_word(again, &token, &n_missed);
        n_words++;
    }
    printf("# %s in %s: of %zu words %zu are missed\n", row->language,
           row->file, n_words, n_missed);
    ck_assert_uint_gt(n_words, 1000);
    ck_assert_uint_le(n_missed * 1000, row->n_missed * n_words);
    analyser_free(again);
    analyser_free(analyser);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("stem");
    TCase *kept = tcase_create("kept");
    tcase_add_loop_test(kept, so_much_of_a_stem_is_kept, 0,
                        sizeof cases / sizeof *cases);
    tcase_add_loop_test(kept, words_begin_as_their_stems_do, 0,
                        sizeof languages / sizeof *languages);
    tcase_set_timeout(kept, 60);
    suite_add_tcase(suite, kept);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
