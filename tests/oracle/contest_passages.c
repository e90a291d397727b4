/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "contest_passages.h"

#include "demand.h"
#include "text/utf8.h"

#include <string.h>

static bool passages_agree(const struct passage *a, const struct passage *b)
{
    bool agree = a->i_paragraph == b->i_paragraph &&
                 str_span_equal(a->text, b->text) && a->n_marks == b->n_marks &&
                 a->is_cut_before == b->is_cut_before &&
                 a->is_cut_after == b->is_cut_after;
    for (size_t i = 0; agree && i < a->n_marks; i++)
        agree = a->marks[i].start_bytes == b->marks[i].start_bytes &&
                a->marks[i].end_bytes == b->marks[i].end_bytes;
    return agree;
}

static bool hits_agree(const struct hit *a, const struct hit *b)
{
    bool agree = a->docid == b->docid && passages_agree(&a->title, &b->title) &&
                 a->n_passages == b->n_passages &&
                 a->n_paragraphs == b->n_paragraphs;
    for (size_t i = 0; agree && i < a->n_paragraphs; i++)
        agree = a->paragraphs[i] == b->paragraphs[i];
    for (size_t i = 0; agree && i < a->n_passages; i++)
        agree = passages_agree(&a->passages[i], &b->passages[i]);
    return agree;
}

bool contest_sources_agree(struct contest *contest,
                           const struct search_request *request,
                           struct str *report)
{
    struct search_request again = *request;
    const struct answer *read = &contest->answer;
    struct answer located;
    struct error err = ERROR_INIT;
    bool agree = true;
    answer_init(&located);
    again.snippet_source = SNIPPET_FROM_INDEX;
    demand(
        search_run(contest->index, contest->analyser, &again, &located, &err),
        &err, "asking again");
    agree = located.n_hits == read->n_hits;
    for (size_t i = 0; agree && i < read->n_hits; i++) {
        agree = hits_agree(&read->hits[i], &located.hits[i]);
        if (!agree && report != NULL)
            str_add_format(
                report,
                "read and located, the passages of '%.*s' differ: "
                "%zu and %zu paragraphs, %zu and %zu marks in the "
                "title\n",
                (int)read->hits[i].article.id.n_bytes,
                read->hits[i].article.id.bytes, read->hits[i].n_paragraphs,
                located.hits[i].n_paragraphs, read->hits[i].title.n_marks,
                located.hits[i].title.n_marks);
    }
    answer_release(&located);
    return agree;
}

/* Not in front of what belongs to the character before it. */
static bool is_boundary(struct str_span text, size_t off_bytes)
{
    if (off_bytes == 0 || off_bytes == text.n_bytes)
        return true;
    if (((unsigned char)text.bytes[off_bytes] >> 6) == 2)
        return false;
    size_t end = off_bytes;
    uint32_t c = utf8_next(text, &end);
    bool is_accent = c >= 0x300 && c <= 0x36f;
    return !is_accent;
}

bool contest_passage_is_sound(const struct passage *passage)
{
    size_t end = 0;
    for (size_t i = 0; i < passage->n_marks; i++) {
        const struct passage_mark *mark = &passage->marks[i];
        if (mark->start_bytes < end || mark->end_bytes <= mark->start_bytes ||
            mark->end_bytes > passage->text.n_bytes ||
            !is_boundary(passage->text, mark->start_bytes) ||
            !is_boundary(passage->text, mark->end_bytes))
            return false;
        if (utf8_count(str_span(passage->text.bytes, mark->start_bytes)) !=
                mark->start ||
            utf8_count(str_span(passage->text.bytes, mark->end_bytes)) !=
                mark->end)
            return false;
        end = mark->end_bytes;
    }
    return true;
}

/* ---- paragraphs as hits */

static size_t count_hits(const struct answer *answer, struct str_span id,
                         size_t i_paragraph)
{
    size_t n = 0;
    for (size_t i = 0; i < answer->n_hits; i++)
        n += answer->hits[i].i_paragraph == i_paragraph &&
             str_span_equal(answer->hits[i].article.id, id);
    return n;
}

/* Those of one article; adds to *n_wanted how many there should be. */
static bool article_agrees(struct oracle_query *query,
                           const struct oracle_article *article,
                           const struct answer *found, uint64_t *n_wanted,
                           struct str *report)
{
    for (size_t i = 1; i < article->text.n_rows; i++) {
        struct oracle_spans spans = oracle_reasons(query, article, i);
        size_t n = spans.n_spans > 0;
        free(spans.spans);
        *n_wanted += n;
        if (count_hits(found, article->article.id, i) == n)
            continue;
        if (report != NULL)
            str_add_format(report, "paragraph %zu of '%.*s' should %s\n", i,
                           (int)article->article.id.n_bytes,
                           article->article.id.bytes,
                           n > 0 ? "be found" : "not be found");
        return false;
    }
    return true;
}

bool contest_paragraphs_agree(struct contest *contest,
                              struct oracle_query *query,
                              const struct search_request *request,
                              struct str *report)
{
    struct search_request again = *request;
    struct answer found;
    struct error err = ERROR_INIT;
    uint64_t n_wanted = 0;
    bool agree = true;
    answer_init(&found);
    again.unit = UNIT_PARAGRAPH;
    demand(search_run(contest->index, contest->analyser, &again, &found, &err),
           &err, "asking for paragraphs");
    for (size_t i = 0; agree && i < contest->n_articles; i++) {
        const struct oracle_article *article = &contest->oracle->articles[i];
        if (oracle_matches(query, article))
            agree = article_agrees(query, article, &found, &n_wanted, report);
    }
    if (agree && (found.n_hits != n_wanted || found.n_total != n_wanted)) {
        agree = false;
        if (report != NULL)
            str_add_format(report,
                           "%llu paragraphs are wanted, %zu found, %llu "
                           "counted\n",
                           (unsigned long long)n_wanted, found.n_hits,
                           (unsigned long long)found.n_total);
    }
    answer_release(&found);
    return agree;
}
