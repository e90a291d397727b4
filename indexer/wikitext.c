/*
 * What is open stands on a stack, each with the place in the output where it
 * begins; when it is closed, what has come since is made into what is left of
 * it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/wikitext_parts.h"

#include <string.h>

struct str_span wiki_rest(const struct wiki *wiki)
{
    return str_span(wiki->text.bytes + wiki->i, wiki->text.n_bytes - wiki->i);
}

bool wiki_is_at(const struct wiki *wiki, struct str_span mark)
{
    return str_span_starts(wiki_rest(wiki), mark);
}

bool wiki_starts_nocase(struct str_span text, struct str_span prefix)
{
    return text.n_bytes >= prefix.n_bytes &&
           str_span_equal_nocase(str_span(text.bytes, prefix.n_bytes), prefix);
}

/* ---- the stack */

bool wiki_push(struct wiki *wiki, enum construct kind)
{
    if (wiki->n_open == STACK_MAX)
        return false;
    wiki->stack[wiki->n_open++] = (struct open){kind, wiki->out->n_bytes};
    return true;
}

static bool has_open(const struct wiki *wiki, enum construct kind)
{
    for (size_t i = 0; i < wiki->n_open; i++)
        if (wiki->stack[i].kind == kind)
            return true;
    return false;
}

/* Takes off the last of this kind, and what was left open in it. */
bool wiki_pop(struct wiki *wiki, enum construct kind, size_t *ret_off)
{
    for (size_t i = wiki->n_open; i > 0; i--) {
        if (wiki->stack[i - 1].kind != kind)
            continue;
        *ret_off = wiki->stack[i - 1].off_bytes;
        wiki->n_open = i - 1;
        return *ret_off <= wiki->out->n_bytes;
    }
    return false;
}

/* What came since off becomes a part of itself. */
static void replace(struct wiki *wiki, size_t off, struct str_span part)
{
    if (part.n_bytes > 0)
        memmove(wiki->out->bytes + off, part.bytes, part.n_bytes);
    str_truncate(wiki->out, off + part.n_bytes);
}

static struct str_span since(const struct wiki *wiki, size_t off)
{
    return str_span(wiki->out->bytes + off, wiki->out->n_bytes - off);
}

static struct str_span behind_last(struct str_span text, char mark)
{
    const char *last =
        text.n_bytes > 0 ? memrchr(text.bytes, mark, text.n_bytes) : NULL;
    size_t n = last != NULL ? (size_t)(last + 1 - text.bytes) : 0;

    return str_span(text.bytes + n, text.n_bytes - n);
}

static struct str_span before_first(struct str_span text, char mark)
{
    const char *first =
        text.n_bytes > 0 ? memchr(text.bytes, mark, text.n_bytes) : NULL;

    return first != NULL ? str_span(text.bytes, (size_t)(first - text.bytes))
                         : text;
}

/* ---- links */

/* "Category:" or what this wiki calls it; the name behind it. */
static bool is_in_space(struct str_span target, struct str_span own,
                        struct str_span english, struct str_span *ret_name)
{
    struct str_span space = str_span_trim(before_first(target, ':'));

    if (space.n_bytes == target.n_bytes ||
        (!str_span_equal_nocase(space, english) &&
         (own.n_bytes == 0 || !str_span_equal(space, own))))
        return false;
    *ret_name =
        str_span(target.bytes + space.n_bytes, target.n_bytes - space.n_bytes);
    while (ret_name->n_bytes > 0 &&
           (*ret_name->bytes == ':' || *ret_name->bytes == ' '))
        *ret_name = str_span(ret_name->bytes + 1, ret_name->n_bytes - 1);
    return true;
}

/* [[de:Titel]] says that the German Wikipedia has it, too. */
static bool is_language_link(struct str_span target)
{
    struct str_span space = before_first(target, ':');

    if (space.n_bytes == target.n_bytes || space.n_bytes < 2 ||
        space.n_bytes > 12)
        return false;
    for (size_t i = 0; i < space.n_bytes; i++)
        if ((space.bytes[i] < 'a' || space.bytes[i] > 'z') &&
            space.bytes[i] != '-')
            return false;
    return true;
}

/* "thumb", "200px", "alt=words": how a picture is shown. */
static bool is_option(struct str_span part)
{
    for (size_t i = 0; i < part.n_bytes; i++) {
        char c = part.bytes[i];

        if (c == '=')
            return true;
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-')
            return false;
    }
    return true;
}

/* "File:a.jpg|thumb|words": the words. */
static void add_caption(struct wiki *wiki, struct str_span link)
{
    struct str_span words = str_span_trim(behind_last(link, '|'));

    if (wiki->names->add_caption != NULL && wiki->status == STATUS_OK &&
        words.n_bytes < str_span_trim(link).n_bytes && !is_option(words))
        wiki->status = wiki->names->add_caption(wiki->names->context, words);
}

static void close_link(struct wiki *wiki)
{
    const struct wikitext_names *names = wiki->names;
    size_t off;

    if (!wiki_pop(wiki, OPEN_LINK, &off))
        return;

    struct str_span link = since(wiki, off);
    struct str_span target = str_span_trim(before_first(link, '|'));
    struct str_span name = str_span("", 0);

    if (is_in_space(target, names->category, SPAN("Category"), &name)) {
        if (names->add_category != NULL && wiki->status == STATUS_OK)
            wiki->status = names->add_category(names->context, name);
        replace(wiki, off, SPAN(""));
    } else if (is_in_space(target, names->file, SPAN("File"), &name) ||
               is_in_space(target, names->file, SPAN("Image"), &name)) {
        add_caption(wiki, link);
        replace(wiki, off, SPAN(""));
    } else if (is_language_link(target)) {
        replace(wiki, off, SPAN(""));
    } else {
        struct str_span words = behind_last(link, '|');

        if (words.n_bytes > 0 && words.bytes[0] == ':')
            words = str_span(words.bytes + 1, words.n_bytes - 1);
        replace(wiki, off, words);
    }
}

static bool is_address(struct str_span text)
{
    return wiki_starts_nocase(text, SPAN("http://")) ||
           wiki_starts_nocase(text, SPAN("https://")) ||
           wiki_starts_nocase(text, SPAN("//")) ||
           wiki_starts_nocase(text, SPAN("ftp:"));
}

/* "[http://x words]": the words. */
static void close_address(struct wiki *wiki)
{
    size_t off;

    if (!wiki_pop(wiki, OPEN_ADDRESS, &off))
        return;

    struct str_span text = since(wiki, off);
    size_t n = before_first(text, ' ').n_bytes;

    replace(wiki, off,
            n < text.n_bytes
                ? str_span(text.bytes + n + 1, text.n_bytes - n - 1)
                : SPAN(""));
}

/* ---- templates */

/* Those that say how their words look: the number of the parameter that has
   them, 0 being the last. */
static const struct template
{
    struct str_span name;
    unsigned i_words;
}

templates[] = {
    {{"lang", 4}, 2},        {{"nowrap", 6}, 1}, {{"small", 5}, 1},
    {{"quote", 5}, 1},       {{"nobold", 6}, 1}, {{"abbr", 4}, 1},
    {{"em", 2}, 1},          {{"strong", 6}, 1}, {{"smallcaps", 9}, 1},
    {{"blockquote", 10}, 1}, {{"IPA", 3}, 1},    {{"as of", 5}, 1},
    {{"transl", 6}, 0},      {{"sc", 2}, 1},     {{"ill", 3}, 1},
};

static struct str_span parameter(struct str_span text, unsigned i)
{
    struct str_span part = before_first(text, '|');

    if (i == 0)
        return behind_last(text, '|');
    for (; i > 0; i--) {
        if (part.n_bytes == text.n_bytes)
            return str_span(text.bytes, 0);
        text = str_span(text.bytes + part.n_bytes + 1,
                        text.n_bytes - part.n_bytes - 1);
        part = before_first(text, '|');
    }
    if (wiki_starts_nocase(part, SPAN("1=")) ||
        wiki_starts_nocase(part, SPAN("text=")))
        part = behind_last(part, '=');
    return part;
}

static void close_template(struct wiki *wiki)
{
    struct str_span words = SPAN("");
    size_t off;

    if (!wiki_pop(wiki, OPEN_TEMPLATE, &off))
        return;

    struct str_span text = since(wiki, off);
    struct str_span name = str_span_trim(before_first(text, '|'));

    for (size_t i = 0; i < sizeof(templates) / sizeof(templates[0]); i++)
        if (str_span_equal_nocase(name, templates[i].name))
            words = parameter(text, templates[i].i_words);
    replace(wiki, off, words);
}

/* ---- lines */

/* "== Title ==" on a line of its own. */
static bool read_heading(struct wiki *wiki)
{
    struct str_span line = before_first(wiki_rest(wiki), '\n');
    size_t n_all = line.n_bytes;
    size_t n = 0;

    line = str_span_trim(line);
    while (n < 6 && n * 2 + 1 < line.n_bytes && line.bytes[n] == '=' &&
           line.bytes[line.n_bytes - 1 - n] == '=')
        n++;
    if (n == 0)
        return false;
    wiki_end_block(wiki);
    str_add_span(wiki->out,
                 str_span_trim(str_span(line.bytes + n, line.n_bytes - 2 * n)));
    str_add_text(wiki->out, "\n\n");
    wiki->i += n_all;
    return true;
}

/* What stands in a list, and what comes behind it, are paragraphs. */
static void skip_marks(struct wiki *wiki)
{
    size_t start = wiki->i;
    char c = wiki->text.bytes[start];
    bool is_item = c != '\0' && strchr("*#:;", c) != NULL;

    if (wiki->n_open == 0 && c != '\n' && (is_item || wiki->was_item))
        wiki_end_block(wiki);
    wiki->was_item = is_item;
    while (wiki->i < wiki->text.n_bytes &&
           strchr("*#:;", wiki->text.bytes[wiki->i]) != NULL &&
           wiki->text.bytes[wiki->i] != '\0')
        wiki->i++;
    while (wiki->i > start && wiki->i < wiki->text.n_bytes &&
           wiki->text.bytes[wiki->i] == ' ')
        wiki->i++;
}

/* True if that was all of the line that is special. */
static bool read_line_start(struct wiki *wiki)
{
    if (wiki_is_at(wiki, SPAN("{|"))) {
        if (wiki_push(wiki, OPEN_TABLE))
            wiki_skip_line(wiki);
        wiki->is_row_start = true;
        return true;
    }
    if (has_open(wiki, OPEN_TABLE) && !has_open(wiki, OPEN_TEMPLATE) &&
        wiki_read_table_line(wiki))
        return true;
    if (wiki_is_at(wiki, SPAN("="))) {
        if (read_heading(wiki))
            return true;
    } else if (wiki_is_at(wiki, SPAN("----"))) {
        wiki_skip_line(wiki);
        return true;
    } else {
        skip_marks(wiki);
    }
    return false;
}

static bool read_open(struct wiki *wiki)
{
    if (wiki_is_at(wiki, SPAN("[["))) {
        wiki->i += 2;
        return wiki_push(wiki, OPEN_LINK) || true;
    }
    if (wiki_is_at(wiki, SPAN("{{"))) {
        wiki->i += 2;
        return wiki_push(wiki, OPEN_TEMPLATE) || true;
    }
    if (wiki_is_at(wiki, SPAN("["))) {
        struct str_span rest = wiki_rest(wiki);

        rest = str_span(rest.bytes + 1, rest.n_bytes - 1);
        if (!is_address(rest) || !wiki_push(wiki, OPEN_ADDRESS))
            return false;
        wiki->i++;
        return true;
    }
    return false;
}

static bool read_close(struct wiki *wiki)
{
    if (wiki_is_at(wiki, SPAN("]]")) && has_open(wiki, OPEN_LINK)) {
        wiki->i += 2;
        close_link(wiki);
        return true;
    }
    if (wiki_is_at(wiki, SPAN("}}")) && has_open(wiki, OPEN_TEMPLATE)) {
        wiki->i += 2;
        close_template(wiki);
        return true;
    }
    if (wiki_is_at(wiki, SPAN("]")) && has_open(wiki, OPEN_ADDRESS)) {
        wiki->i++;
        close_address(wiki);
        return true;
    }
    return false;
}

/* Two or more apostrophes are italics and bold. */
static bool read_quotes(struct wiki *wiki)
{
    if (!wiki_is_at(wiki, SPAN("''")))
        return false;
    while (wiki_is_at(wiki, SPAN("'")))
        wiki->i++;
    return true;
}

/* "__NOTOC__" */
static bool read_switch(struct wiki *wiki)
{
    struct str_span rest = wiki_rest(wiki);
    size_t i = 2;

    if (!str_span_starts(rest, SPAN("__")))
        return false;
    while (i < rest.n_bytes && i < 30 && rest.bytes[i] >= 'A' &&
           rest.bytes[i] <= 'Z')
        i++;
    if (i < 5 || !str_span_starts(str_span(rest.bytes + i, rest.n_bytes - i),
                                  SPAN("__")))
        return false;
    wiki->i += i + 2;
    return true;
}

static bool read_cells(struct wiki *wiki)
{
    if ((!wiki_is_at(wiki, SPAN("||")) && !wiki_is_at(wiki, SPAN("!!"))) ||
        wiki->n_open == 0 || wiki->stack[wiki->n_open - 1].kind != OPEN_TABLE)
        return false;
    wiki->i += 2;
    wiki_start_cell(wiki);
    return true;
}

static bool read_special(struct wiki *wiki)
{
    switch (wiki->text.bytes[wiki->i]) {
    case '<':
        return wiki_read_tag(wiki);
    case '&':
        return wiki_read_entity(wiki);
    case '[':
    case '{':
        return read_open(wiki);
    case ']':
    case '}':
        return read_close(wiki);
    case '\'':
        return read_quotes(wiki);
    case '_':
        return read_switch(wiki);
    case '|':
    case '!':
        return read_cells(wiki);
    default:
        return false;
    }
}

static bool is_in_table(const struct wiki *wiki)
{
    return wiki->n_open > 0 && wiki->stack[wiki->n_open - 1].kind == OPEN_TABLE;
}

enum status wikitext_read(struct str_span text,
                          const struct wikitext_names *names, struct str *out)
{
    struct wiki wiki = {.text = text,
                        .names = names,
                        .out = out,
                        .is_line_start = true,
                        .status = STATUS_OK};

    while (wiki.i < text.n_bytes && wiki.status == STATUS_OK &&
           str_status(out, NULL) == STATUS_OK) {
        if (wiki.is_line_start) {
            wiki.is_line_start = false;
            if (read_line_start(&wiki) || wiki.i == text.n_bytes)
                continue;
        }
        if (read_special(&wiki))
            continue;
        wiki.is_line_start = text.bytes[wiki.i] == '\n';
        if (wiki.is_line_start && is_in_table(&wiki))
            wiki_add_gap(&wiki, "\n");
        else
            str_add_char(out, text.bytes[wiki.i]);
        wiki.i++;
    }
    return wiki.status == STATUS_OK ? str_status(out, NULL) : wiki.status;
}
