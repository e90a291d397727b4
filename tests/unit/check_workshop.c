/*
 * A reader in a process of its own: what comes back is what the reader says,
 * and a worker that dies, lies or is silent costs the input it was at.
 *
 * This program is the worker as well, sound or not, as $ROGUE has it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "collector.h"

#include "indexer/frame.h"
#include "indexer/workshop.h"

#include <signal.h>

static const struct rogue {
    const char *name;
    const char *says;
} rogues[] = {
    {"abort", "skipped 0: reading it ends in signal 6 (Aborted)\n"},
    {"segfault", "skipped 0: reading it ends in signal 11 (Segmentation "
                 "fault)\n"},
    {"slow", "skipped 0: reading it takes too long\n"},
    {"exit", "skipped 0: reading it ends in status 3\n"},
    {"nonsense", "skipped 0: reading it ends in nonsense\n"},
    {"huge", "skipped 0: reading it ends in nonsense\n"},
    {"article", "skipped 0: reading it ends in nonsense\n"},
    {"dirty", "skipped 0: reading it ends in nonsense\n"},
    {"late", "skipped 0: reading it ends in signal 9 (Killed)\n"},
};

static void say(struct str_span bytes)
{
    if (write(STDOUT_FILENO, bytes.bytes, bytes.n_bytes) < 0)
        _exit(9);
}

static void say_dirty_article(void)
{
    struct str out = STR_INIT;
    struct article article = {.text = SPAN("\xff")};
    struct reader_facts facts = {.line = 0};

    frame_add_article(&out, &article, &facts);
    say(str_view(&out));
    str_release(&out);
}

static int work_badly(const char *how)
{
    char byte;

    if (read(STDIN_FILENO, &byte, 1) != 1)
        return 1;
    if (strcmp(how, "abort") == 0) {
        (void)raise(SIGABRT);
    } else if (strcmp(how, "segfault") == 0) {
        (void)signal(SIGSEGV, SIG_DFL); /* a sanitizer's is not the worker's */
        (void)raise(SIGSEGV);
    } else if (strcmp(how, "slow") == 0)
        (void)raise(SIGXCPU);
    else if (strcmp(how, "late") == 0)
        (void)raise(SIGKILL);
    else if (strcmp(how, "exit") == 0)
        return 3;
    else if (strcmp(how, "nonsense") == 0)
        say(SPAN("<html>"));
    else if (strcmp(how, "huge") == 0)
        say(SPAN("A\xff\xff\xff\xff"));
    else if (strcmp(how, "article") == 0)
        say(SPAN("A\3\0\0\0\1\xff\xff"));
    else
        say_dirty_article();
    (void)pause();
    return 0;
}

static struct str_span page = {"<title>T</title><p>Some text.</p>", 33};

/* What the sink is told, by the same workshop each time. */
static void read_page(struct workshop **workshop, struct str_span bytes,
                      struct str *lines)
{
    const struct reader_sink sink = {lines, collect_article, collect_skip};
    struct error err = ERROR_INIT;
    char *path = make_file(bytes);
    struct input *input = NULL;

    str_reset(lines);
    ck_assert_int_eq(input_open(path, &input, &err), STATUS_OK);
    ck_assert_int_eq(
        workshop_read(workshop, &reader_html, input, NULL, &sink, &err),
        STATUS_OK);
    input_free(input);
    unlink(path);
    free(path);
    str_add_text(lines, "");
}

START_TEST(a_rogue_worker_costs_one_input)
{
    CLEANUP(str_release) struct str lines = STR_INIT;
    struct workshop *workshop = NULL;

    setenv("ROGUE", rogues[_i].name, 1);
    read_page(&workshop, page, &lines);
    ck_assert_str_eq(lines.bytes, rogues[_i].says);
    unsetenv("ROGUE");
    for (int i = 0; i < 2; i++) {
        read_page(&workshop, page, &lines);
        ck_assert_str_eq(lines.bytes,
                         "{\"title\":\"T\",\"text\":\"Some text.\"}\n");
    }
    workshop_free(workshop);
}

END_TEST

START_TEST(what_comes_back_is_what_the_reader_says)
{
    static const char *const pages[] = {
        "<meta charset=koi8-r><p>\xce\xc5\xd4</p>",
        "<p>caf\xe9</p>",
        "<html lang=de><meta name=author content=A><meta name=keywords "
        "content='a,b'><meta name=date content=2020><meta name=description "
        "content='\"d\"'><link rel=canonical href=https://x/y><p>t",
    };
    CLEANUP(str_release) struct str lines = STR_INIT;
    struct workshop *workshop = NULL;
    struct str_span bytes = str_span_of(pages[_i]);
    char *here = collect(&reader_html, NULL, bytes);

    read_page(&workshop, bytes, &lines);
    ck_assert_str_eq(lines.bytes, here);
    free(here);
    workshop_free(workshop);
}

END_TEST

/* More than either pipe holds, both ways at once. */
START_TEST(a_large_page_goes_there_and_back)
{
    CLEANUP(str_release) struct str html = STR_INIT;
    CLEANUP(str_release) struct str lines = STR_INIT;
    struct workshop *workshop = NULL;

    for (int i = 0; i < 100000; i++)
        str_add_format(&html, "<p>This is paragraph number %d of many.</p>", i);
    read_page(&workshop, str_view(&html), &lines);
    ck_assert_ptr_nonnull(strstr(lines.bytes, "number 0 of"));
    ck_assert_ptr_nonnull(strstr(lines.bytes, "number 99999 of many.\"}\n"));
    workshop_free(workshop);
}

END_TEST

START_TEST(what_is_too_large_is_told_and_the_rest_not_read)
{
    CLEANUP(str_release) struct str html = STR_INIT;
    CLEANUP(str_release) struct str lines = STR_INIT;
    struct workshop *workshop = NULL;

    str_add_text(&html, "<p>");
    str_reserve(&html, ARTICLE_MAX_BYTES + 10000);
    memset(html.bytes + 3, 'a', ARTICLE_MAX_BYTES + 10000);
    html.n_bytes = ARTICLE_MAX_BYTES + 10003;
    read_page(&workshop, str_view(&html), &lines);
    ck_assert_str_eq(lines.bytes, "skipped 0: over 64 MiB\n");
    read_page(&workshop, page, &lines);
    ck_assert_ptr_nonnull(strstr(lines.bytes, "Some text."));
    workshop_free(workshop);
}

END_TEST

/* Any byte of a frame changed: it is refused, or it is an article. */
START_TEST(no_byte_of_a_frame_is_trusted)
{
    CLEANUP(str_release) struct str out = STR_INIT;
    struct str_span names[] = {SPAN("A"), SPAN("B")};
    const struct article article = {.title = SPAN("T"),
                                    .authors = names,
                                    .n_authors = 2,
                                    .text = SPAN("Some text")};
    const struct reader_facts facts = {.line = 7, .note = "n", .member = "m"};
    struct arena arena = ARENA_INIT;

    frame_add_article(&out, &article, &facts);
    for (size_t i = 0; i < out.n_bytes; i++) {
        char before = out.bytes[i];

        for (int c = 0; c < 256; c++) {
            struct str_span bytes = str_view(&out);
            struct article read;
            struct reader_facts read_facts;
            struct frame frame;

            arena_reset(&arena);
            out.bytes[i] = (char)c;
            if (frame_take(&bytes, &frame) == STATUS_OK)
                (void)!frame_read_article(frame.payload, &arena, &read,
                                          &read_facts);
        }
        out.bytes[i] = before;
    }

    struct str_span bytes = str_view(&out);
    struct article read;
    struct reader_facts read_facts;
    struct frame frame;

    ck_assert_int_eq(frame_take(&bytes, &frame), STATUS_OK);
    ck_assert_int_eq(
        frame_read_article(frame.payload, &arena, &read, &read_facts),
        STATUS_OK);
    ck_assert(str_span_equal(read.text, article.text));
    ck_assert_uint_eq(read.n_authors, 2);
    ck_assert_uint_eq(read_facts.line, 7);
    ck_assert_str_eq(read_facts.member, "m");
    arena_release(&arena);
}

END_TEST

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "reading-worker") == 0)
        return getenv("ROGUE") != NULL ? work_badly(getenv("ROGUE"))
                                       : workshop_serve(STDIN_FILENO);

    Suite *suite = suite_create("workshop");
    TCase *workers = tcase_create("workers");

    tcase_set_timeout(workers, 60);
    tcase_add_loop_test(workers, a_rogue_worker_costs_one_input, 0,
                        sizeof(rogues) / sizeof(rogues[0]));
    tcase_add_loop_test(workers, what_comes_back_is_what_the_reader_says, 0, 3);
    tcase_add_test(workers, a_large_page_goes_there_and_back);
    tcase_add_test(workers, what_is_too_large_is_told_and_the_rest_not_read);
    tcase_add_test(workers, no_byte_of_a_frame_is_trusted);
    suite_add_tcase(suite, workers);
    return run_suite(suite);
}
