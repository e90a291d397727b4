/*
 * The hits of the JSON form: see doc/json.md.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/percent.h"
#include "searcher/render_json_parts.h"

/* A mark that is longer is called by its first and last words: a text fragment
   is found anyway, and addresses have to end somewhere. */
#define FRAGMENT_MAX_BYTES ((size_t)100)

static void write_day(struct json_writer *writer, const char *key, uint32_t day)
{
    const struct article one = {.date_min = day, .date_max = day};
    CLEANUP(str_release) struct str text = STR_INIT;

    render_date(&one, &text);
    json_writer_field(writer, key, str_view(&text));
}

/* date is null when there is none or it can't be read; what was given for it
   then stands in date_text. */
static void write_date(struct json_writer *writer,
                       const struct article *article)
{
    CLEANUP(str_release) struct str edtf = STR_INIT;

    json_writer_key(writer, "date");
    if (article->date_min == 0) {
        json_writer_null(writer);
        if (article->date_text.n_bytes > 0)
            json_writer_field(writer, "date_text", article->date_text);
        return;
    }
    render_date(article, &edtf);
    json_writer_object(writer);
    json_writer_field(writer, "edtf", str_view(&edtf));
    write_day(writer, "min", article->date_min);
    write_day(writer, "max", article->date_max);
    json_writer_end_object(writer);
}

static void write_list(struct json_writer *writer, const char *key,
                       const struct str_span *items, size_t n_items)
{
    json_writer_key(writer, key);
    json_writer_array(writer);
    for (size_t i = 0; i < n_items; i++)
        json_writer_string(writer, items[i]);
    json_writer_end_array(writer);
}

void render_json_fields(struct json_writer *writer,
                        const struct article *article)
{
    write_list(writer, "author", article->authors, article->n_authors);
    json_writer_field(writer, "source", article->source);
    write_date(writer, article);
    json_writer_field(writer, "section", article->section);
    json_writer_field(writer, "lang", article->language);
    json_writer_field(writer, "source_url", article->url);
    write_list(writer, "tags", article->tags, article->n_tags);
}

static void write_marks(struct json_writer *writer, const char *key,
                        const struct passage *passage)
{
    json_writer_key(writer, key);
    json_writer_array(writer);
    for (size_t i = 0; i < passage->n_marks; i++) {
        json_writer_array(writer);
        json_writer_number(writer, passage->marks[i].start);
        json_writer_number(writer, passage->marks[i].end);
        json_writer_end_array(writer);
    }
    json_writer_end_array(writer);
}

static void write_passage(struct json_writer *writer,
                          const struct passage *passage)
{
    json_writer_object(writer);
    json_writer_key(writer, "p");
    json_writer_number(writer, passage->i_paragraph);
    json_writer_field(writer, "hash", str_span_of(passage->hash));
    json_writer_key(writer, "text");
    json_writer_string(writer, passage->text);
    write_marks(writer, "marks", passage);
    json_writer_key(writer, "truncated");
    json_writer_array(writer);
    json_writer_bool(writer, passage->is_cut_before);
    json_writer_bool(writer, passage->is_cut_after);
    json_writer_end_array(writer);
    json_writer_end_object(writer);
}

/* The first words of text, at most FRAGMENT_MAX_BYTES / 2, or its last. */
static struct str_span words_of(struct str_span text, bool is_end)
{
    size_t n_most = FRAGMENT_MAX_BYTES / 2;
    size_t cut = is_end ? text.n_bytes - n_most : n_most;

    if (is_end) {
        while (cut < text.n_bytes && text.bytes[cut] != ' ')
            cut++;
        return str_span_trim(str_span(text.bytes + cut, text.n_bytes - cut));
    }
    while (cut > 0 && text.bytes[cut] != ' ')
        cut--;
    return str_span(text.bytes, cut);
}

/* ":~:text=sugar%20duty", see the WICG's draft URL Fragment Text Directives. */
static void add_fragment(const struct passage *passage, struct str *out)
{
    if (passage->n_marks == 0)
        return;
    const struct passage_mark *mark = &passage->marks[0];
    struct str_span text = str_span(passage->text.bytes + mark->start_bytes,
                                    mark->end_bytes - mark->start_bytes);
    struct str_span head = text;
    struct str_span tail = str_span("", 0);
    if (text.n_bytes > FRAGMENT_MAX_BYTES) {
        head = words_of(text, false);
        tail = words_of(text, true);
    }
    if (head.n_bytes == 0)
        return; /* one long word: the paragraph will do */
    str_add_text(out, ":~:text=");
    percent_encode(head, PERCENT_FRAGMENT, out);
    if (tail.n_bytes > 0) {
        str_add_char(out, ',');
        percent_encode(tail, PERCENT_FRAGMENT, out);
    }
}

static void write_links(struct json_writer *writer, const struct hit *hit,
                        struct str_span base)
{
    CLEANUP(str_release) struct str url = STR_INIT;

    permalink_add(base, "/a", hit->article.id, &url);
    json_writer_field(writer, "url", str_view(&url));
    if (hit->n_passages > 0) {
        str_add_format(&url, "#p%u", (unsigned)hit->passages[0].i_paragraph);
        add_fragment(&hit->passages[0], &url);
    }
    json_writer_field(writer, "link", str_view(&url));
}

/* The other articles of its group, whether they match or not. */
static void write_reprints(struct json_writer *writer, const struct hit *hit,
                           struct str_span base)
{
    CLEANUP(str_release) struct str url = STR_INIT;

    json_writer_key(writer, "reprints");
    if (hit->n_reprints == 0) {
        json_writer_null(writer);
        return;
    }
    permalink_add(base, "/dup", hit->article.id, &url);
    json_writer_object(writer);
    json_writer_key(writer, "count");
    json_writer_number(writer, hit->n_reprints);
    json_writer_field(writer, "group", hit->group);
    json_writer_field(writer, "url", str_view(&url));
    json_writer_end_object(writer);
}

void render_json_hit(struct json_writer *writer, const struct hit *hit,
                     struct str_span qid, struct str_span base)
{
    json_writer_object(writer);
    if (qid.n_bytes > 0)
        json_writer_field(writer, "qid", qid);
    json_writer_key(writer, "id");
    json_writer_string(writer, hit->article.id);
    if (hit->i_paragraph > 0) {
        json_writer_key(writer, "p");
        json_writer_number(writer, hit->i_paragraph);
    }
    json_writer_key(writer, "score");
    json_writer_real(writer, hit->score, 4);
    json_writer_field(writer, "title", hit->title.text);
    write_marks(writer, "title_marks", &hit->title);
    render_json_fields(writer, &hit->article);
    write_links(writer, hit, base);
    json_writer_key(writer, "paragraphs");
    json_writer_array(writer);
    for (size_t i = 0; i < hit->n_paragraphs; i++)
        json_writer_number(writer, hit->paragraphs[i]);
    json_writer_end_array(writer);
    json_writer_key(writer, "passages");
    json_writer_array(writer);
    for (size_t i = 0; i < hit->n_passages; i++)
        write_passage(writer, &hit->passages[i]);
    json_writer_end_array(writer);
    write_reprints(writer, hit, base);
    json_writer_end_object(writer);
}

void render_jsonl(const struct render *render, struct str *out)
{
    const struct answer *answer = render->answer;

    for (size_t i = 0; i < answer->n_hits; i++) {
        struct json_writer writer;
        json_writer_init(&writer, out);
        render_json_hit(&writer, &answer->hits[i], render->qid, render->base);
        str_add_char(out, '\n');
    }
}
