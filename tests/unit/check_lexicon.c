/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/file.h"
#include "scratch_index.h"
#include "searcher/expand.h"
#include "store/index_terms.h"
#include "store/lexicon.h"
#include "store/manifest.h"
#include "store/verify.h"

#define MAX_TERMS 20000

struct entry {
    char term[64];
    uint64_t n_articles;
};

static struct entry *entries;
static size_t n_entries;

static int compare_entries(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->term,
                  ((const struct entry *)b)->term);
}

/* Random words, many with the same beginnings; from time to time long. */
static void make_entries(unsigned seed, size_t n)
{
    srand(seed);
    entries = calloc(n, sizeof *entries);
    ck_assert_ptr_nonnull(entries);
    for (size_t i = 0; i < n; i++) {
        size_t n_bytes = 1 + (size_t)rand() % (rand() % 50 == 0 ? 60 : 8);
        for (size_t j = 0; j < n_bytes; j++)
            entries[i].term[j] = (char)(rand() % 4 == 0 ? 0x80 + rand() % 128
                                                        : 'a' + rand() % 4);
        entries[i].n_articles =
            1 + (uint64_t)rand() % (rand() % 10 == 0 ? 1000000 : 5);
    }
    qsort(entries, n, sizeof *entries, compare_entries);
    n_entries = 0;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || strcmp(entries[i].term, entries[n_entries - 1].term) != 0)
            entries[n_entries++] = entries[i];
}

static void write_entries(const char *path)
{
    struct lexicon_writer *writer;
    struct kept_file file;
    ck_assert_int_eq(lexicon_writer_new(path, &writer, NULL), STATUS_OK);
    for (size_t i = 0; i < n_entries; i++)
        ck_assert_int_eq(lexicon_writer_add(writer,
                                            str_span_of(entries[i].term),
                                            entries[i].n_articles, NULL),
                         STATUS_OK);
    ck_assert_int_eq(lexicon_writer_finish(writer, false, &file, NULL),
                     STATUS_OK);
    lexicon_writer_free(writer);
}

/* Walks from a term on; the first that must come is entries[i]. */
static void expect_from(const struct lexicon *lexicon, const char *from,
                        size_t i)
{
    struct lexicon_walk walk;
    ck_assert_int_eq(
        lexicon_walk_start(&walk, lexicon, str_span_of(from), NULL), STATUS_OK);
    for (size_t n = 0; n < 500 && i < n_entries; n++, i++) {
        ck_assert_int_eq(lexicon_walk_next(&walk, NULL), STATUS_OK);
        ck_assert(str_span_equal(walk.term, str_span_of(entries[i].term)));
        ck_assert_uint_eq(walk.n_articles, entries[i].n_articles);
    }
    if (i == n_entries)
        ck_assert_int_eq(lexicon_walk_next(&walk, NULL), STATUS_DONE);
}

START_TEST(what_was_written_is_walked_from_any_place)
{
    static const size_t sizes[] = {0, 1, 2, 300, 3000, MAX_TERMS};
    struct lexicon *lexicon;
    scratch_enter();
    make_entries((unsigned)_i, sizes[_i]);
    write_entries("lexicon");
    ck_assert_int_eq(lexicon_open("lexicon", &lexicon, NULL), STATUS_OK);
    ck_assert_uint_eq(lexicon_n_terms(lexicon), n_entries);
    expect_from(lexicon, "", 0);
    expect_from(lexicon, "\xff\xff\xff", n_entries);
    for (size_t i = 0; i < n_entries; i += 1 + n_entries / 100) {
        char from[80];
        expect_from(lexicon, entries[i].term, i);
        (void)snprintf(from, sizeof from, "%s\x01", entries[i].term);
        expect_from(lexicon, from, i + 1);
    }
    lexicon_free(lexicon);
    free(entries);
    scratch_leave();
}

END_TEST

/* STATUS_OK only if all of it is as it was. */
static enum status read_all(const char *path)
{
    struct lexicon *lexicon;
    struct lexicon_walk walk;
    size_t i = 0;
    enum status status = lexicon_open(path, &lexicon, NULL);
    if (status != STATUS_OK)
        return status;
    status = lexicon_walk_start(&walk, lexicon, str_span("", 0), NULL);
    while (status == STATUS_OK) {
        status = lexicon_walk_next(&walk, NULL);
        if (status == STATUS_OK &&
            (i >= n_entries ||
             !str_span_equal(walk.term, str_span_of(entries[i++].term))))
            status = STATUS_INTERNAL;
    }
    if (status == STATUS_DONE && i != n_entries)
        status = STATUS_INTERNAL;
    for (size_t j = 0; j < n_entries; j += 97) {
        enum status other = lexicon_walk_start(
            &walk, lexicon, str_span_of(entries[j].term), NULL);
        if (other != STATUS_OK && other != STATUS_CORRUPT)
            status = STATUS_INTERNAL;
    }
    lexicon_free(lexicon);
    return status;
}

/* Not synced: there are thousands. */
static enum status write_file(const struct str *bytes)
{
    FILE *file = fopen("damaged", "we");
    if (!file)
        return STATUS_IO;
    bool is_written =
        fwrite(bytes->bytes, 1, bytes->n_bytes, file) == bytes->n_bytes;
    return fclose(file) == 0 && is_written ? STATUS_OK : STATUS_IO;
}

START_TEST(every_flipped_bit_is_found)
{
    CLEANUP(str_release) struct str bytes = STR_INIT;
    scratch_enter();
    make_entries(7, 2000);
    write_entries("lexicon");
    ck_assert_int_eq(read_all("lexicon"), STATUS_DONE);
    ck_assert_int_eq(file_read("lexicon", 1 << 24, &bytes, NULL), STATUS_OK);
    for (size_t i = 0; i < bytes.n_bytes; i += 1 + (size_t)rand() % 7) {
        char was = bytes.bytes[i];
        bytes.bytes[i] = (char)(was ^ (1 << rand() % 8));
        ck_assert_int_eq(write_file(&bytes), STATUS_OK);
        ck_assert_msg(read_all("damaged") == STATUS_CORRUPT, "byte %zu", i);
        bytes.bytes[i] = was;
    }
    free(entries);
    scratch_leave();
}

END_TEST

/* As somebody would who also made the checksums right. */
static void sum_up(struct str *bytes, size_t off_ends, size_t n_blocks)
{
    struct str_span foot = str_span(bytes->bytes + off_ends, 8 * n_blocks + 24);
    uint64_t sum = checksum_of(foot);
    memcpy(bytes->bytes + bytes->n_bytes - 8, &sum, 8);
}

START_TEST(what_has_right_checksums_and_is_nonsense_is_survived)
{
    CLEANUP(str_release) struct str bytes = STR_INIT;
    uint64_t n_blocks;
    scratch_enter();
    make_entries(8, 1000);
    write_entries("lexicon");
    ck_assert_int_eq(file_read("lexicon", 1 << 24, &bytes, NULL), STATUS_OK);
    memcpy(&n_blocks, bytes.bytes + bytes.n_bytes - 24, 8);
    size_t off_ends = bytes.n_bytes - 32 - 8 * n_blocks;
    uint64_t end;
    memcpy(&end, bytes.bytes + off_ends, 8);
    for (int i = 0; i < 5000; i++) {
        CLEANUP(str_release) struct str copy = STR_INIT;
        str_add_span(&copy, str_view(&bytes));
        if (i % 4 == 0) {
            copy.bytes[off_ends + (size_t)rand() % (8 * n_blocks)] ^=
                (char)(1 << rand() % 8);
        } else {
            copy.bytes[(size_t)rand() % (end - 8)] = (char)rand();
            uint64_t sum = checksum_of(str_span(copy.bytes, end - 8));
            memcpy(copy.bytes + end - 8, &sum, 8);
        }
        sum_up(&copy, off_ends, n_blocks);
        ck_assert_int_eq(write_file(&copy), STATUS_OK);
        enum status status = read_all("damaged");
        ck_assert_int_ne(status, STATUS_OK);
    }
    free(entries);
    scratch_leave();
}

END_TEST

START_TEST(a_file_cut_short_is_refused)
{
    CLEANUP(str_release) struct str bytes = STR_INIT;
    scratch_enter();
    make_entries(9, 500);
    write_entries("lexicon");
    ck_assert_int_eq(file_read("lexicon", 1 << 24, &bytes, NULL), STATUS_OK);
    for (size_t n = 0; n < bytes.n_bytes; n += 1 + (size_t)rand() % 50) {
        ck_assert_int_eq(
            file_write_synced("damaged", str_span(bytes.bytes, n), NULL),
            STATUS_OK);
        ck_assert_int_eq(read_all("damaged"), STATUS_CORRUPT);
    }
    ck_assert_int_eq(read_all("missing"), STATUS_NOT_FOUND);
    free(entries);
    scratch_leave();
}

END_TEST

START_TEST(terms_that_are_not_words_are_passed_over)
{
    static const char *const taken[] = {"tax",       "1906",    "Stax",
                                        "Aorwell",   "Kart",    "XSOURCEtimes",
                                        "XSECTIONa", "\xc3\xa4"};
    static const char *const others[] = {"Ztax",      "ZStax", "Q1",     "QA1",
                                         "D19060314", "Y1906", "Len",    "S",
                                         "Uhttp",     "",      "M190603"};
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        ck_assert_msg(lexicon_takes(str_span_of(taken[i])), "%s", taken[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert_msg(!lexicon_takes(str_span_of(others[i])), "%s", others[i]);
}

END_TEST

START_TEST(terms_out_of_order_are_refused)
{
    struct lexicon_writer *writer;
    scratch_enter();
    ck_assert_int_eq(lexicon_writer_new("lexicon", &writer, NULL), STATUS_OK);
    ck_assert_int_eq(lexicon_writer_add(writer, SPAN("b"), 1, NULL), STATUS_OK);
    ck_assert_int_eq(lexicon_writer_add(writer, SPAN("b"), 1, NULL),
                     STATUS_INTERNAL);
    ck_assert_int_eq(lexicon_writer_add(writer, SPAN("ab"), 1, NULL),
                     STATUS_INTERNAL);
    lexicon_writer_free(writer);
    ck_assert_int_ne(access("lexicon", F_OK), 0);
    scratch_leave();
}

END_TEST

/* The example of doc/index-format.md. */
START_TEST(the_file_is_what_the_document_says)
{
    static const char block[] = "\x00\x03tap\x01\x02\x01x\x02\x03\x02"
                                "es\x01";
    static const char foot[] = "\x17\0\0\0\0\0\0\0\x03\0\0\0\0\0\0\0"
                               "\x01\0\0\0\0\0\0\0lexicon\x01";
    CLEANUP(str_release) struct str bytes = STR_INIT;
    struct lexicon_writer *writer;
    struct kept_file file;
    scratch_enter();
    ck_assert_int_eq(lexicon_writer_new("lexicon", &writer, NULL), STATUS_OK);
    ck_assert_int_eq(lexicon_writer_add(writer, SPAN("tap"), 1, NULL),
                     STATUS_OK);
    ck_assert_int_eq(lexicon_writer_add(writer, SPAN("tax"), 2, NULL),
                     STATUS_OK);
    ck_assert_int_eq(lexicon_writer_add(writer, SPAN("taxes"), 1, NULL),
                     STATUS_OK);
    ck_assert_int_eq(lexicon_writer_finish(writer, false, &file, NULL),
                     STATUS_OK);
    lexicon_writer_free(writer);
    ck_assert_int_eq(file_read("lexicon", 4096, &bytes, NULL), STATUS_OK);
    ck_assert_uint_eq(bytes.n_bytes, 15 + 8 + 32 + 8);
    ck_assert_mem_eq(bytes.bytes, block, 15);
    ck_assert_mem_eq(bytes.bytes + 23, foot, 32);
    scratch_leave();
}

END_TEST

/* ---- of an index */

static void add(struct writer *writer, const char *id, const char *text)
{
    struct document document;
    document_init(&document);
    scratch_article(&document, id, text);
    ck_assert_int_eq(document_add_term(&document, "S", SPAN("tax"), 1, 1, NULL),
                     STATUS_OK);
    ck_assert_int_eq(
        document_add_term(&document, "Z", SPAN("tax"), POSITION_NONE, 1, NULL),
        STATUS_OK);
    ck_assert_int_eq(writer_add(writer, &document, NULL), STATUS_OK);
    document_release(&document);
}

static void add_one(const char *id, const char *text)
{
    struct manifest settings = scratch_settings();
    struct writer *writer;
    ck_assert_int_eq(writer_open("a.lede", NULL, &settings, &writer, NULL),
                     STATUS_OK);
    add(writer, id, text);
    ck_assert_int_eq(writer_commit(writer, NULL), STATUS_OK);
    writer_free(writer);
}

/* "term:articles:same " for each. */
static void print_walk(enum field field, const char *beginning, struct str *out)
{
    struct index *index;
    struct term_walk *walk;
    struct walked_term term;
    enum status status;
    str_reset(out);
    ck_assert_int_eq(index_open("a.lede", &index, NULL), STATUS_OK);
    ck_assert_int_eq(
        term_walk_new(index, field, str_span_of(beginning), &walk, NULL),
        STATUS_OK);
    while ((status = term_walk_next(walk, &term, NULL)) == STATUS_OK) {
        str_add_span(out, term.term);
        str_add_format(out, ":%u:%u ", (unsigned)term.n_articles,
                       (unsigned)term.n_same);
    }
    ck_assert_int_eq(status, STATUS_DONE);
    term_walk_free(walk);
    index_free(index);
}

/* As an older release left it. */
static void forget_lexicons(void)
{
    struct manifest manifest;
    struct segment_list list = SEGMENT_LIST_INIT;
    ck_assert_int_eq(manifest_read("a.lede", &manifest, &list, NULL),
                     STATUS_OK);
    for (size_t i = 0; i < list.n_entries; i++) {
        struct segment_entry *entry = &list.entries[i];
        size_t n = 0;
        for (size_t j = 0; j < entry->n_files; j++)
            if (strcmp(entry->files[j].name, LEXICON_FILE) != 0)
                entry->files[n++] = entry->files[j];
        ck_assert_uint_eq(n + 1, entry->n_files);
        entry->n_files = n;
        char path[64];
        (void)snprintf(path, sizeof path, "a.lede/%s/lexicon", entry->name);
        ck_assert_int_eq(unlink(path), 0);
    }
    ck_assert_int_eq(manifest_write("a.lede", &manifest, &list, NULL),
                     STATUS_OK);
    segment_list_release(&list);
}

/* The records of these articles are none, which it says, too. */
static enum status count_damage(void *context, const struct finding *finding,
                                struct error *err)
{
    size_t *n = context;
    (void)err;
    *n += strstr(finding->text, "lexicon") != NULL;
    return STATUS_OK;
}

static size_t count_damages(void)
{
    struct verify_result result;
    size_t n = 0;
    ck_assert_int_eq(index_verify("a.lede", count_damage, &n, &result, NULL),
                     STATUS_OK);
    return n;
}

START_TEST(segments_are_walked_as_one)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    scratch_enter();
    add_one("1", "tax taxes zoo 12");
    add_one("2", "tax taxi \xc3\xa9t\xc3\xa9");
    add_one("3", "taxes tap");
    for (int i = 0; i < 2; i++) {
        print_walk(FIELD_TEXT, "", &out);
        ck_assert_str_eq(out.bytes,
                         "12:1:0 tap:1:0 tax:2:2 taxes:2:3 taxi:1:3 zoo:1:0 "
                         "\xc3\xa9t\xc3\xa9:1:0 ");
        print_walk(FIELD_TEXT, "tax", &out);
        ck_assert_str_eq(out.bytes, "tax:2:0 taxes:2:3 taxi:1:3 ");
        print_walk(FIELD_TEXT, "q", &out);
        ck_assert_uint_eq(out.n_bytes, 0);
        print_walk(FIELD_TITLE, "", &out);
        ck_assert_str_eq(out.bytes, "tax:3:0 ");
        print_walk(FIELD_ID, "", &out);
        ck_assert_str_eq(out.bytes, "1:1:0 2:1:0 3:1:0 ");
        ck_assert_uint_eq(count_damages(), 0);
        if (i == 0)
            forget_lexicons();
    }
    scratch_leave();
}

END_TEST

/* ---- skipping */

static unsigned seed;

#define N_SEGMENTS      3
#define N_SEGMENT_WORDS 3000

/* Words of few letters, so that many begin alike, over several blocks. */
static void add_random_words(unsigned i_segment)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    char id[8];
    for (unsigned i = 0; i < N_SEGMENT_WORDS; i++) {
        for (unsigned n = 3 + rand_r(&seed) % 6; n > 0; n--)
            str_add_char(&text, (char)('a' + rand_r(&seed) % 6));
        str_add_char(&text, ' ');
    }
    (void)snprintf(id, sizeof id, "%u", i_segment);
    add_one(id, text.bytes);
}

/* All words, each with a blank behind it; where each begins. */
struct told {
    struct str bytes;
    size_t starts[N_SEGMENTS * N_SEGMENT_WORDS + 1];
    size_t n;
};

static struct str_span told_word(const struct told *told, size_t i)
{
    return str_span(told->bytes.bytes + told->starts[i],
                    told->starts[i + 1] - told->starts[i] - 1);
}

static void walk_all(struct index *index, struct told *told)
{
    struct term_walk *walk;
    struct walked_term term;
    told->n = 0;
    str_reset(&told->bytes);
    ck_assert_int_eq(term_walk_new(index, FIELD_TEXT, SPAN(""), &walk, NULL),
                     STATUS_OK);
    while (term_walk_next(walk, &term, NULL) == STATUS_OK) {
        told->starts[told->n++] = told->bytes.n_bytes;
        str_add_span(&told->bytes, term.term);
        str_add_char(&told->bytes, ' ');
    }
    told->starts[told->n] = told->bytes.n_bytes;
    term_walk_free(walk);
}

/* Skips now and then; what is told is what is left of all. */
static void walk_skipping(struct index *index, const struct told *told)
{
    struct term_walk *walk;
    struct walked_term term;
    size_t i = 0;
    size_t n_skips = 0;
    unsigned first_seed = seed;
    ck_assert_int_eq(term_walk_new(index, FIELD_TEXT, SPAN(""), &walk, NULL),
                     STATUS_OK);
    while (term_walk_next(walk, &term, NULL) == STATUS_OK) {
        ck_assert_uint_lt(i, told->n);
        struct str_span word = told_word(told, i);
        ck_assert_msg(str_span_equal(term.term, word),
                      "seed %u: %.*s, not %.*s", first_seed,
                      (int)term.term.n_bytes, term.term.bytes,
                      (int)word.n_bytes, word.bytes);
        i++;
        if (rand_r(&seed) % 4 != 0)
            continue;
        struct str_span beginning =
            str_span(word.bytes, 1 + rand_r(&seed) % word.n_bytes);
        ck_assert_int_eq(term_walk_skip(walk, beginning.n_bytes, NULL),
                         STATUS_OK);
        while (i < told->n && str_span_starts(told_word(told, i), beginning))
            i++;
        n_skips++;
    }
    ck_assert_uint_eq(i, told->n);
    ck_assert_uint_gt(n_skips, 0);
    term_walk_free(walk);
}

/* By the walk of expand.c, which passes over what has not the letters, and one
   by one. */
static void compare_wildcard(struct index *index, struct analyser *analyser,
                             const struct told *told, const char *pattern)
{
    const struct expand_scope scope = {index, FIELD_TEXT, 100};
    struct arena arena;
    struct expansion expansion;
    struct wildcard wildcard;
    size_t n = 0;
    arena_init(&arena);
    ck_assert_int_eq(
        wildcard_make(str_span_of(pattern), analyser, &arena, &wildcard, NULL),
        STATUS_OK);
    ck_assert_int_eq(
        expand_wildcard(&scope, &wildcard, &arena, &expansion, NULL),
        STATUS_OK);
    for (size_t i = 0; i < told->n; i++)
        n += wildcard_matches(&wildcard, told_word(told, i));
    ck_assert_msg(expansion.n_found == n, "%s: %zu, not %zu", pattern,
                  expansion.n_found, n);
    arena_release(&arena);
}

/* Pieces of a word that is there, with `*` and `?` about them. */
static void make_pattern(struct str_span word, struct str *out)
{
    str_reset(out);
    for (size_t i = 0; i < word.n_bytes; i++) {
        unsigned roll = rand_r(&seed) % 8;
        if (roll == 0)
            str_add_char(out, '?');
        else if (roll > 2)
            str_add_char(out, word.bytes[i]);
        else if (out->n_bytes == 0 || out->bytes[out->n_bytes - 1] != '*')
            str_add_char(out, '*');
    }
    str_add_text(out, "");
}

static void compare_wildcards(struct index *index, const struct told *told)
{
    CLEANUP(str_release) struct str pattern = STR_INIT;
    struct analyser *analyser = NULL;
    ck_assert_int_eq(analyser_new(language_find(SPAN("en")), &analyser, NULL),
                     STATUS_OK);
    for (int i = 0; i < 40; i++) {
        make_pattern(told_word(told, rand_r(&seed) % told->n), &pattern);
        compare_wildcard(index, analyser, told, pattern.bytes);
    }
    compare_wildcard(index, analyser, told, "*");
    compare_wildcard(index, analyser, told, "*zz*");
    analyser_free(analyser);
}

/* By the walk of expand.c, which skips what can be none, and one by one. */
static void compare_fuzzy(struct index *index, const struct told *told,
                          struct str_span word, uint32_t n_edits)
{
    const struct expand_scope scope = {index, FIELD_TEXT, 100};
    struct arena arena;
    struct expansion expansion;
    struct fuzzy *fuzzy;
    size_t n = 0;
    arena_init(&arena);
    ck_assert_int_eq(fuzzy_make(word, n_edits, &arena, &fuzzy, NULL),
                     STATUS_OK);
    ck_assert_int_eq(expand_fuzzy(&scope, fuzzy, &arena, &expansion, NULL),
                     STATUS_OK);
    for (size_t i = 0; i < told->n; i++) {
        uint32_t n_found;
        n += fuzzy_matches(fuzzy, told_word(told, i), 0, &n_found);
    }
    ck_assert_uint_gt(n, 0);
    ck_assert_uint_eq(expansion.n_found, n);
    arena_release(&arena);
}

START_TEST(what_begins_alike_is_skipped_and_nothing_else)
{
    static struct told told;
    struct index *index;
    scratch_enter();
    seed = (unsigned)_i + 1;
    for (unsigned i = 0; i < N_SEGMENTS; i++)
        add_random_words(i);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(index_open("a.lede", &index, NULL), STATUS_OK);
        walk_all(index, &told);
        ck_assert_uint_gt(told.n, N_SEGMENT_WORDS);
        for (int k = 0; k < 20; k++)
            walk_skipping(index, &told);
        for (int k = 0; k < 10; k++)
            compare_fuzzy(index, &told,
                          told_word(&told, rand_r(&seed) % told.n),
                          1 + (uint32_t)k % 2);
        compare_wildcards(index, &told);
        index_free(index);
        if (i == 0)
            forget_lexicons();
    }
    str_release(&told.bytes);
    told.bytes = (struct str)STR_INIT;
    scratch_leave();
}

END_TEST

/* A lexicon that is whole, but of other terms. */
START_TEST(a_lexicon_that_disagrees_with_the_tables_is_found)
{
    struct manifest manifest;
    struct segment_list list = SEGMENT_LIST_INIT;
    CLEANUP(str_release) struct str bytes = STR_INIT;
    scratch_enter();
    add_one("1", "tax taxes zoo 12");
    ck_assert_int_eq(manifest_read("a.lede", &manifest, &list, NULL),
                     STATUS_OK);
    make_entries(3, 10);
    ck_assert_int_eq(unlink("a.lede/seg-000001/lexicon"), 0);
    write_entries("a.lede/seg-000001/lexicon");
    ck_assert_int_eq(
        file_read("a.lede/seg-000001/lexicon", 1 << 20, &bytes, NULL),
        STATUS_OK);
    for (size_t i = 0; i < list.entries[0].n_files; i++) {
        struct kept_file *file = &list.entries[0].files[i];
        if (strcmp(file->name, LEXICON_FILE) != 0)
            continue;
        file->n_bytes = bytes.n_bytes;
        file->checksum = checksum128_of(str_view(&bytes));
    }
    ck_assert_int_eq(manifest_write("a.lede", &manifest, &list, NULL),
                     STATUS_OK);
    ck_assert_uint_eq(count_damages(), 1);
    segment_list_release(&list);
    free(entries);
    scratch_leave();
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("lexicon");
    TCase *file = tcase_create("file");
    tcase_add_loop_test(file, what_was_written_is_walked_from_any_place, 0, 6);
    tcase_add_test(file, every_flipped_bit_is_found);
    tcase_add_test(file, what_has_right_checksums_and_is_nonsense_is_survived);
    tcase_add_test(file, a_file_cut_short_is_refused);
    tcase_add_test(file, terms_that_are_not_words_are_passed_over);
    tcase_add_test(file, the_file_is_what_the_document_says);
    tcase_add_test(file, terms_out_of_order_are_refused);
    tcase_set_timeout(file, 60);
    suite_add_tcase(suite, file);
    TCase *index = tcase_create("index");
    tcase_add_test(index, segments_are_walked_as_one);
    tcase_add_loop_test(index, what_begins_alike_is_skipped_and_nothing_else, 0,
                        3);
    tcase_add_test(index, a_lexicon_that_disagrees_with_the_tables_is_found);
    suite_add_tcase(suite, index);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
