/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/article.h"

#include "base/checksum.h"
#include "store/schema.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const char text[] = "One paragraph.\n\nAnother one.\n\n\nThe last";

/* An article with something in every field. */
static void fill(struct article *article)
{
    static struct str_span authors[] = {{"A. Bee", 6}, {"", 0}, {"C. Dee", 6}};
    static struct str_span tags[] = {{"tax", 3}, {"sugar", 5}};
    static struct paragraph paragraphs[] = {
        {0, 14, 1}, {16, 12, 2}, {31, 8, 300}};
    *article = (struct article){
        .id = str_span("id-1", 4),
        .title = str_span("Sugar tax", 9),
        .authors = authors,
        .n_authors = 3,
        .date_text = str_span("14 March 1906", 13),
        .date_min = 19060314,
        .date_max = 19060314,
        .source = str_span("Evening Star", 12),
        .section = str_span("News", 4),
        .language = str_span("en-GB", 5),
        .url = str_span("http://x/", 9),
        .tags = tags,
        .n_tags = 2,
        .text = str_span(text, sizeof text - 1),
        .extra = str_span("\"a\":1", 5),
        .paragraphs = paragraphs,
        .n_paragraphs = 3,
    };
}

static void encode(const struct article *article, struct str *out)
{
    struct error err = ERROR_INIT;
    enum status status = article_encode(article, out, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
}

static void expect_span(struct str_span got, struct str_span wanted)
{
    ck_assert_uint_eq(got.n_bytes, wanted.n_bytes);
    ck_assert(str_span_equal(got, wanted));
}

static void expect_equal(const struct article *a, const struct article *b)
{
    expect_span(a->id, b->id);
    expect_span(a->title, b->title);
    ck_assert_uint_eq(a->n_authors, b->n_authors);
    for (size_t i = 0; i < a->n_authors; i++)
        expect_span(a->authors[i], b->authors[i]);
    expect_span(a->date_text, b->date_text);
    ck_assert_uint_eq(a->date_min, b->date_min);
    ck_assert_uint_eq(a->date_max, b->date_max);
    expect_span(a->source, b->source);
    expect_span(a->section, b->section);
    expect_span(a->language, b->language);
    expect_span(a->url, b->url);
    ck_assert_uint_eq(a->n_tags, b->n_tags);
    for (size_t i = 0; i < a->n_tags; i++)
        expect_span(a->tags[i], b->tags[i]);
    expect_span(a->text, b->text);
    expect_span(a->extra, b->extra);
    ck_assert_uint_eq(a->n_paragraphs, b->n_paragraphs);
    for (size_t i = 0; i < a->n_paragraphs; i++) {
        expect_span(article_paragraph(a, i), article_paragraph(b, i));
        ck_assert_uint_eq(a->paragraphs[i].i_stretch,
                          b->paragraphs[i].i_stretch);
    }
}

START_TEST(a_record_gives_back_every_field)
{
    CLEANUP(str_release) struct str record = STR_INIT;
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct article article;
    struct article copy;
    fill(&article);
    encode(&article, &record);
    ck_assert_int_eq(article_decode(str_view(&record), &arena, &copy, NULL),
                     STATUS_OK);
    expect_equal(&copy, &article);
    expect_span(article_paragraph(&copy, 1), SPAN("Another one."));
}

END_TEST

START_TEST(an_article_of_nothing_is_a_record_too)
{
    CLEANUP(str_release) struct str record = STR_INIT;
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct article article = {0};
    struct article copy;
    encode(&article, &record);
    ck_assert_uint_eq(record.n_bytes, 9);
    ck_assert_int_eq(article_decode(str_view(&record), &arena, &copy, NULL),
                     STATUS_OK);
    expect_equal(&copy, &article);
}

END_TEST

START_TEST(a_record_is_appended_to_what_is_there)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct article article;
    struct article copy;
    fill(&article);
    str_add_text(&out, "before");
    encode(&article, &out);
    struct str_span record = {out.bytes + 6, out.n_bytes - 6};
    ck_assert_int_eq(article_decode(record, &arena, &copy, NULL), STATUS_OK);
    expect_equal(&copy, &article);
}

END_TEST

/* The bytes of doc/index-format.md's example. */
START_TEST(the_form_is_what_the_document_says)
{
    static const char wanted[] = "\001"
                                 "\001\002a1"
                                 "\002\003Tax"
                                 "\005\010\132\326\042\001\133\326\042\001"
                                 "\014\007\002\000\002\001\002\003\001"
                                 "\015\007No.\nYes";
    CLEANUP(str_release) struct str record = STR_INIT;
    struct paragraph paragraphs[] = {{0, 2, 1}, {4, 3, 2}};
    struct article article = {
        .id = SPAN("a1"),
        .title = SPAN("Tax"),
        .date_min = 19060314,
        .date_max = 19060315,
        .text = SPAN("No.\nYes"),
        .paragraphs = paragraphs,
        .n_paragraphs = 2,
    };
    encode(&article, &record);
    ck_assert_uint_eq(record.n_bytes, sizeof wanted - 1 + 8);
    ck_assert_mem_eq(record.bytes, wanted, sizeof wanted - 1);
    uint64_t sum = checksum_of(str_span(wanted, sizeof wanted - 1));
    for (size_t i = 0; i < 8; i++)
        ck_assert_uint_eq((unsigned char)record.bytes[sizeof wanted - 1 + i],
                          sum >> (8 * i) & 0xff);
}

END_TEST

START_TEST(every_flipped_bit_is_found)
{
    CLEANUP(str_release) struct str record = STR_INIT;
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct article article;
    struct article copy;
    fill(&article);
    encode(&article, &record);
    for (size_t i = 0; i < record.n_bytes * 8; i++) {
        record.bytes[i / 8] = (char)(record.bytes[i / 8] ^ (1 << i % 8));
        enum status status =
            article_decode(str_view(&record), &arena, &copy, NULL);
        ck_assert_msg(status == STATUS_CORRUPT || status == STATUS_OUTDATED,
                      "bit %zu", i);
        record.bytes[i / 8] = (char)(record.bytes[i / 8] ^ (1 << i % 8));
    }
}

END_TEST

START_TEST(every_shortened_record_is_found)
{
    CLEANUP(str_release) struct str record = STR_INIT;
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct article article;
    struct article copy;
    fill(&article);
    encode(&article, &record);
    for (size_t n = 0; n < record.n_bytes; n++)
        ck_assert_int_eq(
            article_decode(str_span(record.bytes, n), &arena, &copy, NULL),
            STATUS_CORRUPT);
}

END_TEST

/* Puts the right checksum behind bytes that are not right. */
static void seal(struct str *record)
{
    uint64_t sum = checksum_of(str_view(record));
    for (size_t i = 0; i < 8; i++)
        str_add_char(record, (char)(sum >> (8 * i) & 0xff));
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* What must hold of any article that a decoder lets through. */
static void expect_sound(const struct article *article)
{
    uint64_t end = 0;
    for (size_t i = 0; i < article->n_paragraphs; i++) {
        const struct paragraph *p = &article->paragraphs[i];
        ck_assert_uint_ge(p->off_bytes, end);
        ck_assert_uint_gt(p->n_bytes, 0);
        end = (uint64_t)p->off_bytes + p->n_bytes;
        ck_assert_uint_le(end, article->text.n_bytes);
        ck_assert(i == 0 || p->i_stretch > p[-1].i_stretch);
    }
}

START_TEST(bytes_that_only_look_sealed_do_no_harm)
{
    CLEANUP(str_release) struct str good = STR_INIT;
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct article article;
    fill(&article);
    encode(&article, &good);
    uint32_t seed = 20240607;
    size_t n_passed = 0;
    for (int round = 0; round < 20000; round++) {
        /* An exact allocation, so that a sanitizer sees a read behind it. */
        size_t n_bytes = good.n_bytes - 8;
        CLEANUP(str_release) struct str bad = STR_INIT;
        str_add(&bad, good.bytes, n_bytes);
        for (uint32_t n = 1 + next_random(&seed) % 3; n > 0; n--)
            bad.bytes[1 + next_random(&seed) % (n_bytes - 1)] =
                (char)next_random(&seed);
        if (next_random(&seed) % 4 == 0)
            str_truncate(&bad, 1 + next_random(&seed) % n_bytes);
        seal(&bad);
        char *exact = malloc(bad.n_bytes);
        ck_assert_ptr_nonnull(exact);
        memcpy(exact, bad.bytes, bad.n_bytes);
        struct article copy;
        arena_reset(&arena);
        enum status status =
            article_decode(str_span(exact, bad.n_bytes), &arena, &copy, NULL);
        ck_assert(status == STATUS_OK || status == STATUS_CORRUPT);
        if (status == STATUS_OK) {
            expect_sound(&copy);
            n_passed++;
        }
        free(exact);
    }
    ck_assert_uint_gt(n_passed, 100); /* else the rounds tested nothing */
}

END_TEST

/* Sealed records whose numbers lie. */
static const struct {
    const char *bytes;
    size_t n_bytes;
} lies[] = {

#define LIE(literal)                                                           \
    {                                                                          \
        literal, sizeof(literal) - 1                                           \
    }
    LIE("\001\015\005abc"), /* text longer than the record */
    LIE("\001\015\377\377\377\377\377\377\377\377\377\001x"),
    LIE("\001\015\377\377\377\377\377\377\377\377\377\177x"), /* > 64 bits */
    LIE("\001\200"),                   /* a tag that does not end */
    LIE("\001\005\007\0\0\0\0\0\0\0"), /* a date of 7 bytes */
    LIE("\001\014\001\001\015\001x"),  /* a paragraph of no numbers */
    LIE("\001\014\004\001\000\002\000\015\001x"),     /* too long */
    LIE("\001\014\004\001\002\001\000\015\001x"),     /* beyond the text */
    LIE("\001\014\004\001\000\000\000\015\001x"),     /* empty */
    LIE("\001\014\005\001\000\001\000\000\015\001x"), /* a number too many */
    LIE("\001\014\007\002\000\001\001\000\001\000\015\002xy"), /* stretch */
    LIE("\001\014\003\000\000\000\015\001x"),                  /* none at all */
    LIE("\001\014\006\001\000\001\377\377\177\015\001x"), /* stretch > max */
    LIE("\001\014\004\377\377\377\177\015\001x"), /* 268 million of them */
#undef LIE
};

START_TEST(a_record_that_lies_is_corrupt)
{
    CLEANUP(str_release) struct str record = STR_INIT;
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct article copy;
    struct error err = ERROR_INIT;
    str_add(&record, lies[_i].bytes, lies[_i].n_bytes);
    seal(&record);
    ck_assert_int_eq(article_decode(str_view(&record), &arena, &copy, &err),
                     STATUS_CORRUPT);
    ck_assert_str_eq(err.message, "the record of an article is damaged");
}

END_TEST

START_TEST(a_record_of_another_version_is_outdated)
{
    CLEANUP(str_release) struct str record = STR_INIT;
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct article copy;
    struct error err = ERROR_INIT;
    str_add(&record, "\002anything", 9);
    seal(&record);
    ck_assert_int_eq(article_decode(str_view(&record), &arena, &copy, &err),
                     STATUS_OUTDATED);
    ck_assert_str_eq(err.message,
                     "an article's record has version 2, known is 1");
}

END_TEST

START_TEST(a_field_of_a_later_release_is_passed_over)
{
    CLEANUP(str_release) struct str record = STR_INIT;
    CLEANUP(arena_release) struct arena arena = ARENA_INIT;
    struct article copy;
    str_add_text(&record, "\001\001\001a\310\001\003new\015\001x");
    seal(&record);
    ck_assert_int_eq(article_decode(str_view(&record), &arena, &copy, NULL),
                     STATUS_OK);
    expect_span(copy.id, SPAN("a"));
    expect_span(copy.text, SPAN("x"));
}

END_TEST

START_TEST(an_article_over_the_ceiling_is_refused)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    struct error err = ERROR_INIT;
    struct article article = {.title = SPAN("x")};
    char *big = calloc(1, ARTICLE_MAX_BYTES);
    ck_assert_ptr_nonnull(big);
    article.text = str_span(big, ARTICLE_MAX_BYTES);
    ck_assert_int_eq(article_encode(&article, &out, &err), STATUS_TOO_BIG);
    ck_assert_str_eq(err.message,
                     "the article has 67108865 bytes, 67108864 are the most");
    article.title = SPAN("");
    ck_assert_int_eq(article_encode(&article, &out, &err), STATUS_OK);
    free(big);
}

END_TEST

static const struct {
    struct paragraph second;
    enum status status;
} order_rows[] = {
    {{4, 3, 2}, STATUS_OK},
    {{2, 3, 2}, STATUS_OK},       /* side by side */
    {{1, 3, 2}, STATUS_INTERNAL}, /* overlap */
    {{4, 4, 2}, STATUS_INTERNAL}, /* beyond the text */
    {{4, UINT32_MAX, 2}, STATUS_INTERNAL},
    {{4, 0, 2}, STATUS_INTERNAL}, /* empty */
    {{4, 3, 1}, STATUS_INTERNAL}, /* same stretch */
    {{4, 3, STRETCH_MAX}, STATUS_OK},
    {{4, 3, STRETCH_MAX + 1}, STATUS_TOO_BIG},
};

START_TEST(paragraphs_out_of_order_are_not_written)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    struct paragraph paragraphs[] = {{0, 2, 1}, order_rows[_i].second};
    struct article article = {
        .text = SPAN("No.\nYes"),
        .paragraphs = paragraphs,
        .n_paragraphs = 2,
    };
    ck_assert_int_eq(article_encode(&article, &out, NULL),
                     order_rows[_i].status);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("article");
    TCase *form = tcase_create("form");
    tcase_add_test(form, a_record_gives_back_every_field);
    tcase_add_test(form, an_article_of_nothing_is_a_record_too);
    tcase_add_test(form, a_record_is_appended_to_what_is_there);
    tcase_add_test(form, the_form_is_what_the_document_says);
    tcase_add_test(form, a_field_of_a_later_release_is_passed_over);
    suite_add_tcase(suite, form);
    TCase *damage = tcase_create("damage");
    tcase_add_test(damage, every_flipped_bit_is_found);
    tcase_add_test(damage, every_shortened_record_is_found);
    tcase_add_test(damage, bytes_that_only_look_sealed_do_no_harm);
    tcase_add_loop_test(damage, a_record_that_lies_is_corrupt, 0,
                        (int)(sizeof(lies) / sizeof(lies[0])));
    tcase_add_test(damage, a_record_of_another_version_is_outdated);
    suite_add_tcase(suite, damage);
    TCase *ceilings = tcase_create("ceilings");
    tcase_add_test(ceilings, an_article_over_the_ceiling_is_refused);
    tcase_add_loop_test(ceilings, paragraphs_out_of_order_are_not_written, 0,
                        (int)(sizeof(order_rows) / sizeof(order_rows[0])));
    suite_add_tcase(suite, ceilings);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
