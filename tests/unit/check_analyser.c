/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/file.h"
#include "text/analyser.h"
#include "text/form_key.h"
#include "text/term.h"
#include "text/utf8.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_ROWS(rows) ((int)(sizeof(rows) / sizeof((rows)[0])))

static struct analyser *new_analyser(const char *language)
{
    struct analyser *analyser = NULL;
    ck_assert_int_eq(
        analyser_new(language_find(str_span_of(language)), &analyser, NULL),
        STATUS_OK);
    return analyser;
}

/*
 * "0:term/stem<as written>" for each token, divided by spaces; P, S and J
 * behind the position are kinds, the number behind J is n_words.
 */
static void describe(struct analyser *analyser, struct str_span text,
                     struct str *out)
{
    static const char *const kinds[] = {"", "J", "P", "S"};
    struct token token;
    enum status status = analyser_start(analyser, text, NULL);
    while (status == STATUS_OK &&
           (status = analyser_next(analyser, &token, NULL)) == STATUS_OK) {
        str_add_format(out, "%s%u%s", out->n_bytes > 0 ? " " : "",
                       (unsigned)token.i_word, kinds[token.kind]);
        if (token.n_words != 1)
            str_add_format(out, "%u", (unsigned)token.n_words);
        str_add_char(out, ':');
        str_add_span(out, token.term);
        if (token.stem.n_bytes > 0)
            str_add_char(out, '/');
        str_add_span(out, token.stem);
        str_add_char(out, '<');
        str_add(out, text.bytes + token.off_bytes, token.n_bytes);
        str_add_char(out, '>');
    }
    ck_assert_int_eq(status, STATUS_DONE);
    ck_assert_int_eq(str_status(out, NULL), STATUS_OK);
}

struct row {
    const char *language;
    const char *text;
    const char *tokens;
};

static const struct row rows[] = {
    /* words and their stems */
    {"en", "", ""},
    {"en", " \t\n", ""},
    {"en", "Protests", "0:protests/protest<Protests>"},
    {"en", "the taxes, 1990", "0:the/the<the> 1:taxes/tax<taxes> 2:1990<1990>"},
    {"en", "1990s", "0:1990s/1990s<1990s>"},
    {"ja", "taxes", "0:taxes/taxes<taxes>"},
    {NULL, "taxes", "0:taxes/taxes<taxes>"},
    {"de", "Häuser", "0:hauser/haus<Häuser>"},
    {"fr", "éléphants", "0:elephants/eleph<éléphants>"},
    {"ru", "Налоги", "0:налоги/налог<Налоги>"},
    {"tr", "İstanbul ısı", "0:istanbul/istanbul<İstanbul> 1:isi/is<ısı>"},
    /* compounds */
    {"en", "state-of-the-art",
     "0:state/state<state> 0J4:stateoftheart/stateoftheart<state-of-the-art> "
     "1:of/of<of> 2:the/the<the> 3:art/art<art>"},
    {"en", "O'Reilly",
     "0:o/o<O> 0J2:oreilly/oreilli<O'Reilly> 1:reilly/reilli<Reilly>"},
    {"en", "O’Reilly",
     "0:o/o<O> 0J2:oreilly/oreilli<O’Reilly> 1:reilly/reilli<Reilly>"},
    {"en", "U.S.", "0:u/u<U> 0J2:us/us<U.S.> 1:s/s<S>"},
    {"en", "(U.S.)", "0:u/u<U> 0J2:us/us<U.S.> 1:s/s<S>"},
    {"en", "U.S", "0:u/u<U> 0J2:us/us<U.S> 1:s/s<S>"},
    {"en", "A. example.com.",
     "0:a/a<A> 1:example/exampl<example> "
     "1J2:examplecom/examplecom<example.com> 2:com/com<com>"},
    {"en", "foo_bar",
     "0:foo/foo<foo> 0J2:foobar/foobar<foo_bar> 1:bar/bar<bar>"},
    {"en", "e-mails e‑mails emails",
     "0:e/e<e> 0J2:emails/email<e-mails> 1:mails/mail<mails> "
     "2:e/e<e> 2J2:emails/email<e‑mails> 3:mails/mail<mails> "
     "4:emails/email<emails>"},
    {"en", "don't", "0:don/don<don> 0J2:dont/dont<don't> 1:t/t<t>"},
    {"en", "AT&T", "0:at/at<AT> 0J2:att/att<AT&T> 1:t/t<T>"},
    {"fr", "l'avion",
     "0:l/l<l> 0J2:lavion/lavion<l'avion> 1:avion/avion<avion>"},
    {"en", "rock-'n'-roll", "0:rock/rock<rock> 1:n/n<n> 2:roll/roll<roll>"},
    {"en", "rock'n'roll",
     "0:rock/rock<rock> 0J3:rocknroll/rocknrol<rock'n'roll> 1:n/n<n> "
     "2:roll/roll<roll>"},
    {"en", "http://example.com/a/b",
     "0:http/http<http> 1:example/exampl<example> "
     "1J2:examplecom/examplecom<example.com> 2:com/com<com> 3:a/a<a> 4:b/b<b>"},
    {"en", "POL-358", "0:pol/pol<POL> 0J2:pol358/pol358<POL-358> 1:358<358>"},
    {"en", "foo@bar.org",
     "0:foo/foo<foo> 0J3:foobarorg/foobarorg<foo@bar.org> 1:bar/bar<bar> "
     "2:org/org<org>"},
    {"ca", "col·lecció",
     "0:col/col<col> 0J2:colleccio/collec<col·lecció> "
     "1:leccio/lec<lecció>"},
    {"en", "a-b-c-d-e-f-g-h",
     "0:a/a<a> 0J8:abcdefgh/abcdefgh<a-b-c-d-e-f-g-h> 1:b/b<b> 2:c/c<c> "
     "3:d/d<d> 4:e/e<e> 5:f/f<f> 6:g/g<g> 7:h/h<h>"},
    {"en", "a-b-c-d-e-f-g-h-i",
     "0:a/a<a> 1:b/b<b> 2:c/c<c> 3:d/d<d> 4:e/e<e> 5:f/f<f> 6:g/g<g> "
     "7:h/h<h> 8:i/i<i>"},
    {"en", "either/or a--b a- -b a,b",
     "0:either/either<either> 1:or/or<or> 2:a/a<a> 3:b/b<b> 4:a/a<a> 5:b/b<b> "
     "6:a/a<a> 7:b/b<b>"},
    {"he", "צה״ל צה\"ל",
     "0:צה/צה<צה> 0J2:צהל/צהל<צה״ל> 1:ל/ל<ל> "
     "2:צה/צה<צה> 2J2:צהל/צהל<צה\"ל> 3:ל/ל<ל>"},
    {"en", "a\"b", "0:a/a<a> 1:b/b<b>"},
    /* numbers */
    {"en", "3.50", "0:3<3> 0J2:3.50<3.50> 1:50<50>"},
    {"en", "3.5mm", "0:3<3> 0J2:3.5mm/3.5mm<3.5mm> 1:5mm/5mm<5mm>"},
    {"en", "1,000,000", "0:1<1> 0J3:1000000<1,000,000> 1:000<000> 2:000<000>"},
    {"en", "1,000.50", "0:1<1> 0J3:1000.50<1,000.50> 1:000<000> 2:50<50>"},
    {"de", "1.000.000,50",
     "0:1<1> 0J4:1000000,50<1.000.000,50> 1:000<000> 2:000<000> 3:50<50>"},
    {"en", "3.000", "0:3<3> 0J2:3.000<3.000> 1:000<000>"},
    {"en", "1,00,000", "0:1<1> 0J3:1,00,000<1,00,000> 1:00<00> 2:000<000>"},
    {"de", "1’000", "0:1<1> 0J2:1000<1’000> 1:000<000>"},
    {"en", "10:30", "0:10<10> 0J2:10:30<10:30> 1:30<30>"},
    {"en", "1906-05-14",
     "0:1906<1906> 0J3:1906-05-14<1906-05-14> 1:05<05> 2:14<14>"},
    {"ar", "١٫٥ 1٬000",
     "0:1<١> 0J2:1.5<١٫٥> 1:5<٥> "
     "2:1<1> 2J2:1000<1٬000> 3:000<000>"},
    {"hi", "१.५", "0:1<१> 0J2:1.5<१.५> 1:5<५>"},
    /* 's */
    {"en", "government's",
     "0:government/govern<government's> 0P:government's<government's>"},
    {"en", "Government’S",
     "0:government/govern<Government’S> 0P:government's<Government’S>"},
    {"en", "1990's", "0:1990<1990's> 0P:1990's<1990's>"},
    {"en", "O'Reilly's book",
     "0:o/o<O> 0J2:oreilly/oreilli<O'Reilly's> 1:reilly/reilli<Reilly's> "
     "1P:reilly's<Reilly's> 2:book/book<book>"},
    {"en", "Smith's-Jones",
     "0:smith/smith<Smith's> 0P:smith's<Smith's> "
     "0J2:smithjones/smithjon<Smith's-Jones> 1:jones/jone<Jones>"},
    {"nl", "'s-Gravenhage",
     "0:s/s<s> 0J2:sgravenhage/sgravenhag<s-Gravenhage> "
     "1:gravenhage/gravenhag<Gravenhage>"},
    {"en", "dogs'", "0:dogs/dog<dogs>"},
    /* symbols */
    {"en", "C++ C#, A+",
     "0:c/c<C> 0S:c++<C++> 1:c/c<C> 1S:c#<C#> "
     "2:a/a<A> 2S:a+<A+>"},
    {"en", "g++.", "0:g/g<g> 0S:g++<g++>"},
    {"en", "C++11 b+c C+++ C#é",
     "0:c/c<C> 1:11<11> 2:b/b<b> 3:c/c<c> 4:c/c<C> 5:c/c<C> 6:e/e<é>"},
    {"en", "Notepad++ 1+", "0:notepad/notepad<Notepad> 1:1<1>"},
    {"en", "Ñ+", "0:n/n<Ñ> 0S:n+<Ñ+>"},
    /* no words */
    {"en", "-- ... ' ++ # _", ""},
    {"en", "😀 ☃ € 👨‍👩‍👧 🇩🇪 ½", ""},
    {"en", "\xE2\x80\x8F \xC2\xAD \xE2\x80\x8D \xCC\x81", ""},
    /* other scripts */
    {"th", "ภาษาไทยง่าย", "0:ภาษา/ภาษา<ภาษา> 1:ไทย/ไทย<ไทย> 2:ง่าย/ง่าย<ง่าย>"},
    {"zh", "中文分词。", "0:中文/中文<中文> 1:分词/分词<分词>"},
    {"ja", "日本語のテキスト",
     "0:日本語/日本語<日本語> 1:の/の<の> 2:テキスト/テキスト<テキスト>"},
    {"ja", "ﾃｷｽﾄ が", "0:テキスト/テキスト<ﾃｷｽﾄ> 1:が/が<が>"},
    {"ko", "한국어를 3월", "0:한국어를/한국어를<한국어를> 1:3<3> 2:월/월<월>"},
    {"en", "the 日本-語 tax's Größe",
     "0:the/the<the> 1:日本/日本<日本> 2:語/語<語> 3:tax/tax<tax's> "
     "3P:tax's<tax's> 4:grosse/grosse<Größe>"},
    {"el", "Αθήνα", "0:αθηνα/αθην<Αθήνα>"},
    /* ways of writing the same */
    {"en", "caf\xC3\xA9 cafe\xCC\x81",
     "0:cafe/cafe<caf\xC3\xA9> 1:cafe/cafe<cafe\xCC\x81>"},
    {"en", "Ｆｕｌｌ Straße ﬁn ſoft",
     "0:full/full<Ｆｕｌｌ> 1:strasse/strass<Straße> 2:fin/fin<ﬁn> "
     "3:soft/soft<ſoft>"},
    {"en", "exam\xC2\xADples", "0:examples/exampl<exam\xC2\xADples>"},
    {"fa", "می\xE2\x80\x8Cخواهم", "0:میخواهم/میخواهم<می\xE2\x80\x8Cخواهم>"},
    {"he", "\xE2\x80\x8Fשלום.", "0:שלום/שלום<שלום>"},
    {"en",
     "a\xE2\x80\x8B"
     "b",
     "0:a/a<a> 1:b/b<b>"},
};

START_TEST(text_becomes_these_tokens)
{
    const struct row *row = &rows[_i];
    struct analyser *analyser = new_analyser(row->language);
    for (int is_fast = 1; is_fast >= 0; is_fast--) {
        CLEANUP(str_release) struct str got = STR_INIT;
        analyser_set_fast(analyser, is_fast);
        describe(analyser, str_span_of(row->text), &got);
        ck_assert_msg(str_span_equal(str_view(&got), str_span_of(row->tokens)),
                      "'%s' (fast %d):\n got      %s\n expected %s", row->text,
                      is_fast, got.bytes, row->tokens);
    }
    analyser_free(analyser);
}

END_TEST

/* ---- both paths are one */

/* xorshift: the same strings on each machine, so that a seed is enough to
   repeat a failure. */
static uint32_t next_random(uint64_t *seed, uint32_t below)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (uint32_t)((*seed >> 32) % below);
}

static void add_code_point(struct str *out, uint32_t c)
{
    if (c < 0x80) {
        str_add_char(out, (char)c);
        return;
    }
    if (c >= 0x10000)
        str_add_char(out, (char)(0xF0 | c >> 18));
    if (c >= 0x800)
        str_add_char(out, (char)((c >= 0x10000 ? 0x80 : 0xE0) |
                                 (c >> 12 & (c >= 0x10000 ? 0x3F : 0x0F))));
    str_add_char(out, (char)((c >= 0x800 ? 0x80 : 0xC0) |
                             (c >> 6 & (c >= 0x800 ? 0x3F : 0x1F))));
    str_add_char(out, (char)(0x80 | (c & 0x3F)));
}

static void add_random_ascii(uint64_t *seed, struct str *out)
{
    static const char joiners[] = "-&@_'.:,+#\"/;";
    static const char words[] = "aAbsStTx019";
    switch (next_random(seed, 8)) {
    case 0:
    case 1:
    case 2:
        str_add_char(out, joiners[next_random(seed, sizeof(joiners) - 1)]);
        break;
    case 3:
        str_add_char(out, (char)(1 + next_random(seed, 127)));
        break;
    case 4:
        str_add_text(out, next_random(seed, 3) == 0 ? "'s" : " ");
        break;
    default:
        str_add_char(out, words[next_random(seed, sizeof(words) - 1)]);
        break;
    }
}

struct range {
    uint32_t first;
    uint32_t last;
};

static const struct range ranges[] = {
    {0xA0, 0x17F},      {0x2B0, 0x2FF},      {0x300, 0x36F},
    {0x370, 0x3FF},     {0x400, 0x45F},      {0x530, 0x58F},
    {0x590, 0x5F4},     {0x600, 0x6FF},      {0x900, 0x97F},
    {0xE00, 0xE7F},     {0xE80, 0xEFF},      {0x1000, 0x109F},
    {0x1100, 0x11FF},   {0x1780, 0x17FF},    {0x1E00, 0x1FFF},
    {0x2000, 0x2070},   {0x20D0, 0x20F0},    {0x2460, 0x24FF},
    {0x3000, 0x303F},   {0x3040, 0x30FF},    {0x4E00, 0x4E80},
    {0xAC00, 0xAC40},   {0xD7B0, 0xD7FF},    {0xFB00, 0xFB4F},
    {0xFE00, 0xFE0F},   {0xFE20, 0xFE2F},    {0xFF00, 0xFFEF},
    {0x1F1E6, 0x1F1FF}, {0x1F3F0, 0x1F400},  {0x1F600, 0x1F64F},
    {0x20000, 0x20010}, {1, 0xD7FF},         {0xE000, 0x1FFFF},
    {0xE0000, 0xE01EF}, {0x10000, 0x10FFFF},
};

static void add_random_unicode(uint64_t *seed, struct str *out)
{
    if (next_random(seed, 3) == 0) {
        add_random_ascii(seed, out);
        return;
    }
    const struct range *range = &ranges[next_random(seed, N_ROWS(ranges))];
    uint32_t n = 1 + next_random(seed, 3);
    while (n-- > 0)
        add_code_point(out,
                       range->first +
                           next_random(seed, range->last - range->first + 1));
}

static void both_paths_agree(struct analyser *analyser, struct str_span text,
                             uint64_t seed)
{
    CLEANUP(str_release) struct str fast = STR_INIT;
    CLEANUP(str_release) struct str slow = STR_INIT;
    analyser_set_fast(analyser, true);
    describe(analyser, text, &fast);
    analyser_set_fast(analyser, false);
    describe(analyser, text, &slow);
    ck_assert_msg(str_span_equal(str_view(&fast), str_view(&slow)),
                  "seed %" PRIu64 ", text '%.*s':\n fast %s\n icu  %s", seed,
                  (int)text.n_bytes, text.bytes, str_view(&fast).bytes,
                  str_view(&slow).bytes);
}

/* LEDE_SEED=N runs other strings, or one again. */
static uint64_t first_seed(void)
{
    const char *text = getenv("LEDE_SEED");
    return text != NULL ? strtoull(text, NULL, 10) : 1;
}

static void try_random(void (*add)(uint64_t *, struct str *), uint64_t n_tries,
                       uint32_t max_length)
{
    struct analyser *analyser = new_analyser("en");
    CLEANUP(str_release) struct str text = STR_INIT;
    for (uint64_t seed = first_seed(); n_tries-- > 0; seed++) {
        uint64_t state = seed * UINT64_C(0x9E3779B97F4A7C15) | 1;
        str_reset(&text);
        for (uint32_t n = next_random(&state, max_length); n > 0; n--)
            add(&state, &text);
        both_paths_agree(analyser, str_view(&text), seed);
    }
    analyser_free(analyser);
}

START_TEST(random_ascii_gives_the_same_tokens_without_icu)
{
    try_random(add_random_ascii, 20000, 40);
    try_random(add_random_ascii, 20, 60000);
}

END_TEST

START_TEST(random_unicode_gives_the_same_tokens_without_icu)
{
    try_random(add_random_unicode, 12000, 30);
    try_random(add_random_unicode, 4, 20000);
}

END_TEST

/* Every JSON string escape stays as it is: the lines are text all the same. */
static void real_text_agrees(const char *name, size_t max_bytes)
{
    const char *data = getenv("LEDE_DATA");
    const char *srcdir = getenv("srcdir");
    char command[1024];
    snprintf(command, sizeof(command),
             "zstd -dcq '%s%s/%s' 2>/dev/null | head -c %zu",
             data != NULL     ? data
             : srcdir != NULL ? srcdir
                              : ".",
             data != NULL ? "" : "/../shared/data", name, max_bytes);
    FILE *pipe = popen(command, "r"); /* NOLINT(cert-env33-c): fixed names */
    ck_assert_ptr_nonnull(pipe);
    CLEANUP(str_release) struct str raw = STR_INIT;
    CLEANUP(str_release) struct str text = STR_INIT;
    ck_assert_int_eq(file_read_all(fileno(pipe), name, 64 << 20, &raw, NULL),
                     STATUS_OK);
    pclose(pipe);
    if (raw.n_bytes == 0) {
        printf("# skipped: no %s\n", name);
        return;
    }
    size_t n_repaired;
    utf8_repair(str_view(&raw), &text, &n_repaired);
    struct analyser *analyser = new_analyser("en");
    both_paths_agree(analyser, str_view(&text), 0);
    analyser_free(analyser);
}

static const char *const real_names[] = {
    "news/reuters21578.jsonl.zst", "articles/articles.jsonl.zst",
    "languages/de.jsonl.zst",      "languages/ar.jsonl.zst",
    "languages/hi.jsonl.zst",      "languages/ja.jsonl.zst",
    "languages/ko.jsonl.zst",      "languages/th.jsonl.zst",
    "languages/zh.jsonl.zst",      "languages/ru.jsonl.zst",
};

START_TEST(real_text_gives_the_same_tokens_without_icu)
{
    real_text_agrees(real_names[_i], _i < 2 ? 600000 : 200000);
}

END_TEST

/* ---- limits */

START_TEST(a_long_word_keeps_its_beginning_and_its_place)
{
    struct analyser *analyser = new_analyser("en");
    CLEANUP(str_release) struct str text = STR_INIT;
    for (int i = 0; i < 10000; i++)
        str_add_char(&text, 'x');
    str_add_text(&text, " end");
    struct token token;
    ck_assert_int_eq(analyser_start(analyser, str_view(&text), NULL),
                     STATUS_OK);
    ck_assert_int_eq(analyser_next(analyser, &token, NULL), STATUS_OK);
    ck_assert_uint_eq(token.term.n_bytes, TERM_MAX_BYTES);
    ck_assert(str_span_equal(token.term, token.stem));
    ck_assert_uint_eq(token.n_bytes, 10000);
    ck_assert_int_eq(analyser_next(analyser, &token, NULL), STATUS_OK);
    ck_assert_uint_eq(token.i_word, 1);
    ck_assert_uint_eq(token.off_bytes, 10001);
    ck_assert_int_eq(analyser_next(analyser, &token, NULL), STATUS_DONE);
    ck_assert_int_eq(analyser_next(analyser, &token, NULL), STATUS_DONE);
    analyser_free(analyser);
}

END_TEST

static const char *const endless[] = {"a",    "a.", "é", "日本",
                                      "ภาษา", "가", "-", "a's"};

START_TEST(text_without_white_space_is_read_to_its_end)
{
    struct analyser *analyser = new_analyser("en");
    CLEANUP(str_release) struct str text = STR_INIT;
    while (text.n_bytes < 2500000)
        str_add_text(&text, endless[_i]);
    struct token token;
    enum status status = analyser_start(analyser, str_view(&text), NULL);
    size_t end = 0;
    while (status == STATUS_OK &&
           (status = analyser_next(analyser, &token, NULL)) == STATUS_OK) {
        /* not an assertion each: check sends every one through a pipe */
        if (token.term.n_bytes == 0 || token.term.n_bytes > TERM_MAX_BYTES ||
            (token.kind == TOKEN_WORD && token.off_bytes < end))
            ck_abort_msg("bad token at %zu", token.off_bytes);
        end = token.off_bytes + token.n_bytes;
    }
    ck_assert_int_eq(status, STATUS_DONE);
    ck_assert_uint_le(end, text.n_bytes);
    analyser_free(analyser);
}

END_TEST

START_TEST(every_letter_of_unicode_has_a_term)
{
    struct analyser *analyser = new_analyser("en");
    CLEANUP(str_release) struct str text = STR_INIT;
    for (uint32_t c = 1; c < 0x110000; c++) {
        if (c >= 0xD800 && c < 0xE000)
            continue;
        str_reset(&text);
        add_code_point(&text, c);
        struct token token;
        enum status status = analyser_start(analyser, str_view(&text), NULL);
        if (status == STATUS_OK)
            status = analyser_next(analyser, &token, NULL);
        if (status == STATUS_DONE)
            continue;
        if (status != STATUS_OK || token.n_bytes != text.n_bytes ||
            token.term.n_bytes == 0 ||
            memchr(token.term.bytes, ' ', token.term.n_bytes) != NULL)
            ck_abort_msg("U+%04X", (unsigned)c);
    }
    analyser_free(analyser);
}

END_TEST

/* ---- languages */

START_TEST(the_key_of_a_word_is_the_same_at_the_end_of_a_text)
{
    struct form_key within;
    struct form_key last;
    for (size_t n = 1; n <= FORM_KEY_SHORT_BYTES; n++) {
        char *word = malloc(n); /* so that valgrind sees what is read behind */
        ck_assert_ptr_nonnull(word);
        memcpy(word, "abcdefghijklmnop", n);
        form_key_make(str_span("abcdefghijklmnopqrstuvwxyz", n), true, 26,
                      &within);
        form_key_make(str_span(word, n), true, n, &last);
        ck_assert_uint_eq(within.head, last.head);
        ck_assert_uint_eq(within.tail, last.tail);
        ck_assert_uint_eq(within.hash, last.hash);
        free(word);
    }
}

END_TEST

/* Every token of a text, each word given a memo. */
static void give_memos(struct analyser *analyser, struct str_span text)
{
    uint32_t n_given = 0;
    struct token token;
    ck_assert_int_eq(analyser_start(analyser, text, NULL), STATUS_OK);
    while (analyser_next(analyser, &token, NULL) == STATUS_OK)
        if (token.kind == TOKEN_WORD && token.memo != NULL && *token.memo == 0)
            *token.memo = ++n_given;
}

/* Words that are taken must be those that analyser_next() would give. */
START_TEST(known_words_are_those_that_would_come_next)
{
    struct str_span text =
        SPAN("R\xC3\xA9sum\xC3\xA9s of 1990 e-mail, O'Reilly's C++ e-mail "
             "resumes; e-mail of C 1990 r\xC3\xA9sum\xC3\xA9s the end");
    struct analyser *analyser = new_analyser("en");
    struct analyser *other = new_analyser("en");
    struct known_word words[2];
    struct token token;
    size_t n_known = 0;
    enum status status = STATUS_OK;
    give_memos(analyser, text);
    give_memos(other, text);
    ck_assert_int_eq(analyser_start(analyser, text, NULL), STATUS_OK);
    ck_assert_int_eq(analyser_start(other, text, NULL), STATUS_OK);
    while (status == STATUS_OK) {
        size_t n = analyser_take_known(analyser, words, 2);
        for (size_t i = 0; i < n; i++) {
            ck_assert_int_eq(analyser_next(other, &token, NULL), STATUS_OK);
            ck_assert_int_eq(token.kind, TOKEN_WORD);
            ck_assert_uint_eq(words[i].memo, *token.memo);
            ck_assert_uint_eq(words[i].i_word, token.i_word);
            ck_assert_int_eq(words[i].has_stem, token.stem.n_bytes > 0);
            ck_assert_int_eq(words[i].is_odd, token.is_odd);
        }
        n_known += n;
        status = analyser_next(analyser, &token, NULL);
        ck_assert_int_eq(analyser_next(other, &token, NULL), status);
    }
    ck_assert_uint_ge(n_known, 8);
    analyser_forget(analyser);
    ck_assert_int_eq(analyser_start(analyser, text, NULL), STATUS_OK);
    ck_assert_int_eq(analyser_next(analyser, &token, NULL), STATUS_OK);
    ck_assert_uint_eq(analyser_take_known(analyser, words, 2), 0);
    analyser_free(analyser);
    analyser_free(other);
}

END_TEST

START_TEST(a_language_can_be_changed_and_changed_back)
{
    struct analyser *analyser = new_analyser("en");
    static const char *const codes[] = {"en", "de", "ja", "en"};
    static const char *const stems[] = {
        "0:hauser/hauser<Häuser>", "0:hauser/haus<Häuser>",
        "0:hauser/hauser<Häuser>", "0:hauser/hauser<Häuser>"};
    for (int i = 0; i < 4; i++) {
        CLEANUP(str_release) struct str got = STR_INIT;
        ck_assert_int_eq(
            analyser_set_language(analyser,
                                  language_find(str_span_of(codes[i])), NULL),
            STATUS_OK);
        describe(analyser, SPAN("Häuser"), &got);
        ck_assert_str_eq(got.bytes, stems[i]);
    }
    analyser_free(analyser);
}

END_TEST

START_TEST(a_language_libstemmer_has_not_got_is_refused)
{
    struct analyser *analyser = NULL;
    struct error err = ERROR_INIT;
    struct language klingon = {"tlh", "Klingon", "klingon"};
    ck_assert_int_eq(analyser_new(&klingon, &analyser, &err), STATUS_NOT_FOUND);
    ck_assert_str_eq(err.message, "libstemmer has no stemmer 'klingon'");
    ck_assert_ptr_null(analyser);
    analyser_free(NULL);
}

END_TEST

START_TEST(values_are_folded_whole)
{
    struct analyser *analyser = new_analyser("en");
    CLEANUP(str_release) struct str got = STR_INIT;
    ck_assert_int_eq(
        analyser_fold(analyser, SPAN("Le Monde, Édition 2"), &got, NULL),
        STATUS_OK);
    ck_assert_str_eq(got.bytes, "le monde, edition 2");
    analyser_free(analyser);
    ck_assert_ptr_nonnull(strstr(analyser_versions(), "icu "));
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("analyser");
    TCase *tokens = tcase_create("tokens");
    tcase_add_loop_test(tokens, text_becomes_these_tokens, 0, N_ROWS(rows));
    suite_add_tcase(suite, tokens);
    TCase *paths = tcase_create("paths");
    tcase_set_timeout(paths, 30);
    tcase_add_test(paths, random_ascii_gives_the_same_tokens_without_icu);
    tcase_add_test(paths, random_unicode_gives_the_same_tokens_without_icu);
    tcase_add_loop_test(paths, real_text_gives_the_same_tokens_without_icu, 0,
                        N_ROWS(real_names));
    suite_add_tcase(suite, paths);
    TCase *limits = tcase_create("limits");
    tcase_set_timeout(limits, 30);
    tcase_add_test(limits, a_long_word_keeps_its_beginning_and_its_place);
    tcase_add_loop_test(limits, text_without_white_space_is_read_to_its_end, 0,
                        N_ROWS(endless));
    tcase_add_test(limits, every_letter_of_unicode_has_a_term);
    suite_add_tcase(suite, limits);
    TCase *languages = tcase_create("languages");
    tcase_add_test(languages,
                   the_key_of_a_word_is_the_same_at_the_end_of_a_text);
    tcase_add_test(languages, known_words_are_those_that_would_come_next);
    tcase_add_test(languages, a_language_can_be_changed_and_changed_back);
    tcase_add_test(languages, a_language_libstemmer_has_not_got_is_refused);
    tcase_add_test(languages, values_are_folded_whole);
    suite_add_tcase(suite, languages);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
