/*
 * The form for people: a line that says how the query was understood, then
 * for each article its date, source and title, and its best paragraphs.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/render.h"
#include "searcher/terminal.h"
#include "text/utf8.h"

#include <inttypes.h>

static const char ellipsis[] = "\xe2\x80\xa6";

/* The columns of what was added since start, looks not counted. */
static size_t columns_since(const struct str *out, size_t start)
{
    struct str_span text = str_view(out);
    size_t n_columns = 0;
    size_t off = start;

    while (off < text.n_bytes) {
        size_t behind = off;
        if (text.bytes[off] == '\033') {
            while (off < text.n_bytes && text.bytes[off] != 'm')
                off++;
            off++;
            continue;
        }
        (void)utf8_next(text, &behind);
        n_columns += utf8_columns(str_span(text.bytes + off, behind - off));
        off = behind;
    }
    return n_columns;
}

/* Puts note, a link if there is a url, at the right end of the line that has
   n_used columns, or of a line of its own. */
static void add_right(const struct render *render, struct str *out,
                      size_t n_used, struct str_span note, struct str_span url)
{
    size_t n_columns = render->style->n_columns;
    size_t n_note = utf8_columns(note);

    if (n_used + 2 + n_note > n_columns && n_used > 0) {
        str_add_char(out, '\n');
        n_used = 0;
    }
    for (size_t i = n_used + n_note; i < n_columns; i++)
        str_add_char(out, ' ');
    terminal_look(out, render->style->has_colour, LOOK_FAINT);
    bool is_link = render->style->has_links && terminal_begin_link(out, url);
    terminal_add_line(out, note);
    if (is_link)
        terminal_end_link(out);
    terminal_look(out, render->style->has_colour, LOOK_PLAIN);
    str_add_char(out, '\n');
}

/* Of a source in front of a title: a third of the line, and a word at least.
   A character has at most four bytes and as many accents. */
#define SOURCE_MIN_COLUMNS 8
#define BYTES_A_COLUMN     12

/* A name in at most n_columns, with an ellipsis for what is left out. */
static void add_name(struct str *out, struct str_span name, size_t n_columns)
{
    struct str_span head = name;
    size_t next;

    head.n_bytes = utf8_floor(name, n_columns * BYTES_A_COLUMN);
    size_t end = terminal_break(head, 0, n_columns, &next);
    if (end == name.n_bytes) {
        terminal_add_line(out, name);
        return;
    }
    end = terminal_break(head, 0, n_columns - 1, &next);
    terminal_add_line(out, str_span(name.bytes, end));
    str_add_text(out, ellipsis);
}

/* Whether a line that ends there ends within a word. */
static bool is_in_word(struct str_span text, size_t end)
{
    size_t behind = end;
    size_t before = end;

    if (end == 0 || end >= text.n_bytes || text.bytes[end] == ' ' ||
        text.bytes[end - 1] == ' ')
        return false;
    (void)utf8_next(text, &behind);
    before = utf8_floor(text, end - 1);
    return utf8_columns(str_span(text.bytes + before, behind - before)) < 3;
}

/*
 * Appends a whole passage in lines of the terminal's width, the second and
 * later ones indented; the first has n_used columns already. Returns how many
 * columns the last line has. A title does not begin with a piece of a word
 * that has room on the next line.
 */
static size_t add_wrapped(const struct render *render, struct str *out,
                          const struct passage *passage, size_t n_used,
                          enum terminal_look base)
{
    const size_t n_columns = render->style->n_columns;
    const struct terminal_pen pen = {render->style->has_colour, true, base};
    const size_t n_title = 3; /* indent of one that has no better place */
    size_t n_indent = n_used < n_columns / 2 ? n_used : n_title;
    size_t off = 0;
    size_t start;

    do {
        size_t next;
        size_t room = n_columns > n_used ? n_columns - n_used : 1;
        size_t end = terminal_break(passage->text, off, room, &next);
        if (base == LOOK_TITLE && n_used > n_title &&
            (n_used >= n_columns || is_in_word(passage->text, end))) {
            n_indent = n_used = n_title;
            while (str_view(out).bytes[out->n_bytes - 1] == ' ')
                str_truncate(out, out->n_bytes - 1);
            str_add_format(out, "\n%*s", (int)n_indent, "");
            continue;
        }
        start = out->n_bytes;
        terminal_look(out, pen.has_colour, base);
        terminal_add_marked(out, &pen, passage, off, end);
        terminal_look(out, pen.has_colour, LOOK_PLAIN);
        n_used += columns_since(out, start);
        off = next;
        if (off < passage->text.n_bytes) {
            str_add_format(out, "\n%*s", (int)n_indent, "");
            n_used = n_indent;
        }
    } while (off < passage->text.n_bytes);
    return n_used;
}

static const char *unit_name(const struct answer *answer)
{
    return answer->unit == UNIT_PARAGRAPH ? "paragraph" : "article";
}

static void add_header(const struct render *render, struct str *out)
{
    const struct answer *answer = render->answer;
    CLEANUP(str_release) struct str count = STR_INIT;
    struct passage reading = {.text = answer->understood};

    str_add_format(&count, "%s%" PRIu64 " %s%s",
                   answer->is_total_exact ? "" : "at least ", answer->n_total,
                   unit_name(answer), answer->n_total == 1 ? "" : "s");
    if (answer->n_folded > 0)
        str_add_format(&count, ", %" PRIu64 " folded", answer->n_folded);
    if (render->qid.n_bytes > 0) {
        terminal_add_line(out, render->qid);
        str_add_text(out, ": ");
    }
    size_t start = out->n_bytes;
    str_add_text(out, "understood: ");
    size_t n_used = add_wrapped(render, out, &reading,
                                columns_since(out, start), LOOK_PLAIN);
    add_right(render, out, n_used, str_view(&count), SPAN(""));
}

static void add_quoted(const struct answer *answer, struct ast_span span,
                       struct str *out)
{
    terminal_add_line(out, str_span(answer->query.bytes + span.start_bytes,
                                    span.end_bytes - span.start_bytes));
}

static void add_count(uint64_t n_articles, struct str *out)
{
    str_add_format(out, "%" PRIu64 " %s", n_articles,
                   n_articles == 1 ? "article" : "articles");
}

void render_blame(const struct answer *answer, struct str *out)
{
    const struct blame *blame = &answer->blame;

    for (size_t i = 0; i < blame->n_clauses; i++) {
        const struct blamed_clause *clause = &blame->clauses[i];
        str_add_text(out, "   ");
        add_quoted(answer, clause->span, out);
        str_add_text(out, ": ");
        add_count(clause->n_articles, out);
        str_add_text(out, "; without it ");
        add_count(clause->n_without, out);
        str_add_char(out, '\n');
    }
}

static void add_headline(const struct render *render, const struct hit *hit,
                         struct str *out)
{
    const struct article *article = &hit->article;
    CLEANUP(str_release) struct str date = STR_INIT;
    struct passage title = hit->title;
    size_t n_source = render->style->n_columns / 3 > SOURCE_MIN_COLUMNS
                          ? render->style->n_columns / 3
                          : SOURCE_MIN_COLUMNS;
    size_t start = out->n_bytes;

    render_date(article, &date);
    if (date.n_bytes > 0)
        str_add_format(out, "%-10s  ", date.bytes);
    else if (article->date_text.n_bytes > 0)
        add_name(out, article->date_text, n_source);
    else
        str_add_text(out, "undated   ");
    if (date.n_bytes == 0)
        str_add_text(out, "  ");
    if (article->source.n_bytes > 0) {
        add_name(out, article->source, n_source);
        str_add_text(out, "  ");
    }
    if (title.text.n_bytes == 0)
        title.text = SPAN("(untitled)");
    size_t n_used =
        add_wrapped(render, out, &title, columns_since(out, start), LOOK_TITLE);
    add_right(render, out, n_used, article->id, article->url);
}

/* Returns the columns of its last line. */
static size_t add_passage(const struct render *render,
                          const struct passage *passage, struct str *out)
{
    bool has_colour = render->style->has_colour;
    size_t start = out->n_bytes;

    str_add_text(out, "  ");
    terminal_look(out, has_colour, LOOK_NUMBER);
    str_add_format(out, "\xc2\xb6%" PRIu32, passage->i_paragraph);
    terminal_look(out, has_colour, LOOK_PLAIN);
    str_add_text(out, passage->i_paragraph < 10 ? "   " : "  ");
    if (passage->is_cut_before)
        str_add_format(out, "%s ", ellipsis);
    size_t n_used = add_wrapped(render, out, passage, columns_since(out, start),
                                LOOK_PLAIN);
    if (!passage->is_cut_after)
        return n_used;
    str_add_format(out, " %s", ellipsis);
    return n_used + 2;
}

static void add_hit(const struct render *render, const struct hit *hit,
                    struct str *out)
{
    CLEANUP(str_release) struct str more = STR_INIT;
    CLEANUP(str_release) struct str copies = STR_INIT;
    size_t n_more = hit->n_paragraphs > hit->n_passages
                        ? hit->n_paragraphs - hit->n_passages
                        : 0;

    add_headline(render, hit, out);
    for (size_t i = 0; i < hit->n_passages; i++) {
        size_t n_used = add_passage(render, &hit->passages[i], out);
        if (n_more > 0 && i + 1 == hit->n_passages) {
            str_add_format(&more, "+%zu %s", n_more,
                           n_more == 1 ? "paragraph" : "paragraphs");
            add_right(render, out, n_used, str_view(&more), SPAN(""));
        } else {
            str_add_char(out, '\n');
        }
    }
    if (hit->n_reprints == 0 ||
        render->answer->reprints != SEARCH_REPRINTS_FOLD)
        return;
    str_add_format(&copies, "+%zu %s", hit->n_reprints,
                   hit->n_reprints == 1 ? "reprint" : "reprints");
    add_right(render, out, 0, str_view(&copies), SPAN(""));
}

static void add_footer(const struct render *render, struct str *out)
{
    const struct answer *answer = render->answer;
    uint64_t end = answer->range.offset + answer->n_hits;

    if (answer->n_hits == 0 || end >= answer->n_total)
        return;
    str_add_char(out, '\n');
    terminal_look(out, render->style->has_colour, LOOK_FAINT);
    str_add_format(out,
                   "%ss %" PRIu64 " to %" PRIu64
                   " are shown; more with --offset=%" PRIu64,
                   unit_name(answer), answer->range.offset + 1, end, end);
    terminal_look(out, render->style->has_colour, LOOK_PLAIN);
    str_add_char(out, '\n');
}

void render_text(const struct render *render, struct str *out)
{
    const struct answer *answer = render->answer;

    if (answer->understood.n_bytes > 0)
        add_header(render, out);
    render_blame(answer, out);
    for (size_t i = 0; i < answer->n_hits; i++) {
        str_add_char(out, '\n');
        add_hit(render, &answer->hits[i], out);
    }
    add_footer(render, out);
    render_survey(render, out);
}
