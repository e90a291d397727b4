/*
 * Reuters-21578: SGML that its own DTD says is not quite SGML, so it is read as
 * what it is: tags at known places, a few references, and text laid out for a
 * printer, whose paragraphs begin with spaces. One article each <REUTERS>.
 *
 * Control characters, which told the printer what to do, are left out.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/draft.h"
#include "indexer/loaded.h"

#include <stdio.h>
#include <string.h>

#define INDENT_BYTES  3 /* of a line that begins a paragraph */
#define TAG_MAX_BYTES 256

struct wire {
    const struct reader_sink *sink;
    const struct loaded *loaded;
    struct draft draft;
    struct str text;
    uint64_t i_article;
};

static struct str_span behind(struct str_span text, size_t n)
{
    return str_span(text.bytes + n, text.n_bytes - n);
}

/* Where what begins in text; NULL: nowhere. */
static const char *find(struct str_span text, struct str_span what)
{
    return text.n_bytes >= what.n_bytes
               ? memmem(text.bytes, text.n_bytes, what.bytes, what.n_bytes)
               : NULL;
}

/* ---- markup */

/* What stands between <name ...> and </name> in text, or is left of text if
   that is missing; *ret_tag the opening tag. False: there is none. */
static bool element(struct str_span text, const char *name,
                    struct str_span *ret_tag, struct str_span *ret_inside)
{
    char mark[24];
    struct str_span rest = text;
    const char *start;
    const char *end;

    (void)snprintf(mark, sizeof(mark), "<%s", name);
    for (;;) {
        start = find(rest, str_span_of(mark));
        if (start == NULL)
            return false;
        rest = behind(rest, (size_t)(start - rest.bytes) + strlen(mark));
        if (rest.n_bytes > 0 && (rest.bytes[0] == '>' || rest.bytes[0] == ' '))
            break;
    }
    end = memchr(rest.bytes, '>', rest.n_bytes);
    if (end == NULL)
        return false;
    *ret_tag = str_span(rest.bytes, (size_t)(end - rest.bytes));
    rest = behind(rest, ret_tag->n_bytes + 1);
    (void)snprintf(mark, sizeof(mark), "</%s>", name);
    end = find(rest, str_span_of(mark));
    *ret_inside = str_span(rest.bytes, end != NULL ? (size_t)(end - rest.bytes)
                                                   : rest.n_bytes);
    return true;
}

/* The value of name="value" in a tag. */
static struct str_span attribute(struct str_span tag, const char *name)
{
    char mark[24];
    const char *start;
    const char *end;
    int n = snprintf(mark, sizeof(mark), " %s=\"", name);

    start = find(tag, str_span_of(mark));
    if (start == NULL)
        return str_span("", 0);
    start += n;
    end = memchr(start, '"', (size_t)(tag.bytes + tag.n_bytes - start));
    return end != NULL ? str_span(start, (size_t)(end - start))
                       : str_span("", 0);
}

/* The reference that text begins with, as one ASCII character; its length, or 0
   if it is none that is known. */
static size_t read_reference(struct str_span text, char *ret_c)
{
    static const struct {
        struct str_span name;
        char c;
    } names[] = {
        {{"&lt;", 4}, '<'},
        {{"&gt;", 4}, '>'},
        {{"&amp;", 5}, '&'},
        {{"&quot;", 6}, '"'},
    };

    size_t n = 2;
    unsigned value = 0;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (str_span_starts(text, names[i].name)) {
            *ret_c = names[i].c;
            return names[i].name.n_bytes;
        }
    }
    if (!str_span_starts(text, SPAN("&#")))
        return 0;
    while (n < text.n_bytes && n < 6 && text.bytes[n] >= '0' &&
           text.bytes[n] <= '9')
        value = value * 10 + (unsigned)(text.bytes[n++] - '0');
    if (n == 2 || value > 126 || n == text.n_bytes || text.bytes[n] != ';')
        return 0;
    *ret_c = (char)value;
    return n + 1;
}

static bool is_control(char c)
{
    return (unsigned char)c < 0x20 && c != '\n' && c != '\t';
}

/* Text without references, tags and control characters. */
static void add_plain(struct str *out, struct str_span text)
{
    while (text.n_bytes > 0) {
        size_t n = 0;
        const char *end;

        while (n < text.n_bytes && text.bytes[n] != '&' &&
               text.bytes[n] != '<' && !is_control(text.bytes[n]))
            n++;
        str_add(out, text.bytes, n);
        text = behind(text, n);
        if (text.n_bytes == 0)
            return;

        char c = text.bytes[0];

        n = 1;
        if (c == '<') {
            end = memchr(text.bytes, '>',
                         text.n_bytes < TAG_MAX_BYTES ? text.n_bytes
                                                      : TAG_MAX_BYTES);
            n = end != NULL ? (size_t)(end - text.bytes) + 1 : 1;
            if (end != NULL)
                c = '\0';
        } else if (c == '&') {
            size_t n_reference = read_reference(text, &c);

            n = n_reference > 0 ? n_reference : 1;
        }
        if (c != '\0' && !is_control(c))
            str_add_char(out, c);
        text = behind(text, n);
    }
}

/* Lines, the indented ones of which begin paragraphs. */
static void add_paragraphs(struct str *out, struct str_span text)
{
    while (text.n_bytes > 0) {
        const char *end = memchr(text.bytes, '\n', text.n_bytes);
        size_t n = end != NULL ? (size_t)(end - text.bytes) : text.n_bytes;
        struct str_span line = str_span(text.bytes, n);
        size_t n_indent = 0;

        while (n_indent < n && line.bytes[n_indent] == ' ')
            n_indent++;
        if (out->n_bytes > 0 && n > 0)
            str_add_text(out, n_indent >= INDENT_BYTES ? "\n\n" : "\n");
        str_add_span(out, behind(line, n_indent));
        text = behind(text, end != NULL ? n + 1 : n);
    }
}

/* ---- an article */

/* The text of an element, as a field. */
static void set_field(struct wire *wire, enum reader_field field,
                      struct str_span markup)
{
    str_reset(&wire->text);
    add_plain(&wire->text, markup);
    draft_set(&wire->draft, field, str_view(&wire->text));
}

static void keep(struct wire *wire, const char *name, struct str_span markup)
{
    str_reset(&wire->text);
    add_plain(&wire->text, markup);
    draft_keep(&wire->draft, str_span_of(name), str_view(&wire->text));
}

/* <TOPICS><D>cocoa</D><D>...: tags, or a list that is kept. */
static void take_list(struct wire *wire, struct str_span article,
                      const char *name, const char *kept)
{
    struct str_span tag;
    struct str_span list;
    struct str_span item;

    if (!element(article, name, &tag, &list))
        return;
    while (element(list, "D", &tag, &item)) {
        if (kept == NULL)
            set_field(wire, READER_TAGS, item);
        else
            keep(wire, kept, item);
        list = str_span(item.bytes + item.n_bytes,
                        (size_t)(list.bytes + list.n_bytes - item.bytes) -
                            item.n_bytes);
    }
}

/* "26-FEB-1987 15:01:01.79" is no date that anybody else writes. */
static void take_date(struct wire *wire, struct str_span article)
{
    struct str_span tag;
    struct str_span date;

    if (!element(article, "DATE", &tag, &date))
        return;
    date = str_span_trim(date);
    str_reset(&wire->text);
    add_plain(&wire->text, date);
    if (wire->text.state != STATUS_OK)
        return;
    for (size_t i = 0; i < wire->text.n_bytes && i < 11; i++)
        if (wire->text.bytes[i] == '-')
            wire->text.bytes[i] = ' ';
    draft_set(&wire->draft, READER_DATE, str_view(&wire->text));
}

static void take_text(struct wire *wire, struct str_span article)
{
    CLEANUP(str_release) struct str plain = STR_INIT;
    struct str_span tag;
    struct str_span text;
    struct str_span body;
    struct str_span part;

    if (!element(article, "TEXT", &tag, &text))
        return;
    draft_keep(&wire->draft, SPAN("text_type"), attribute(tag, "TYPE"));
    if (element(text, "TITLE", &tag, &part))
        set_field(wire, READER_TITLE, part);
    if (element(text, "AUTHOR", &tag, &part))
        set_field(wire, READER_AUTHOR, part);
    if (element(text, "DATELINE", &tag, &part))
        keep(wire, "dateline", part);
    /* What was not processed has no parts. */
    add_plain(&plain, element(text, "BODY", &tag, &body) ? body : text);
    str_reset(&wire->text);
    add_paragraphs(&wire->text, str_view(&plain));
    if (str_status(&plain, NULL) != STATUS_OK)
        wire->text.state = STATUS_NO_MEMORY;
    draft_set(&wire->draft, READER_TEXT, str_view(&wire->text));
}

static enum status take_article(struct wire *wire, struct str_span tag,
                                struct str_span article, struct error *err)
{
    static const char *const lists[][2] = {
        {"TOPICS", NULL},           {"PLACES", "places"},
        {"PEOPLE", "people"},       {"ORGS", "organisations"},
        {"EXCHANGES", "exchanges"}, {"COMPANIES", "companies"},
    };
    struct reader_facts facts = loaded_facts(wire->loaded);
    struct str_span id = attribute(tag, "NEWID");
    struct str_span part;
    struct str_span inside;

    draft_reset(&wire->draft);
    if (wire->i_article > 1) { /* told with the first */
        facts.note = NULL;
        facts.n_repaired = 0;
    }
    facts.line = wire->i_article;
    if (id.n_bytes > 0) {
        str_reset(&wire->text);
        str_add_format(&wire->text, "reuters-%.*s", (int)id.n_bytes, id.bytes);
        draft_set(&wire->draft, READER_ID, str_view(&wire->text));
    }
    draft_set(&wire->draft, READER_SOURCE, SPAN("Reuters"));
    draft_set(&wire->draft, READER_LANG, SPAN("en"));
    take_date(wire, article);
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        take_list(wire, article, lists[i][0], lists[i][1]);
    take_text(wire, article);
    if (element(article, "MKNOTE", &part, &inside))
        keep(wire, "note", inside);
    draft_keep(&wire->draft, SPAN("old_id"), attribute(tag, "OLDID"));
    draft_keep(&wire->draft, SPAN("has_topics"), attribute(tag, "TOPICS"));
    draft_keep(&wire->draft, SPAN("lewis_split"), attribute(tag, "LEWISSPLIT"));
    draft_keep(&wire->draft, SPAN("cgi_split"), attribute(tag, "CGISPLIT"));
    if (str_status(&wire->text, err) != STATUS_OK)
        return STATUS_NO_MEMORY;
    return draft_push(&wire->draft, &facts, wire->sink, err);
}

static enum status take_articles(struct wire *wire, struct error *err)
{
    static const struct str_span begin = {"<REUTERS", 8};
    struct str_span rest = str_view(&wire->loaded->text);
    enum status status = STATUS_OK;
    const char *start = find(rest, begin);

    while (status == STATUS_OK && start != NULL) {
        struct str_span tag;
        struct str_span article;

        rest = behind(rest, (size_t)(start - rest.bytes));
        wire->i_article++;
        /* As far as the next one, if its end is missing. */
        start = find(behind(rest, begin.n_bytes), begin);
        article =
            str_span(rest.bytes, start != NULL ? (size_t)(start - rest.bytes)
                                               : rest.n_bytes);
        if (element(article, "REUTERS", &tag, &article))
            status = take_article(wire, tag, article, err);
        else
            status = wire->sink->skip(wire->sink->context, wire->i_article,
                                      "a tag that is cut off", err);
        rest = behind(rest, begin.n_bytes);
    }
    return status;
}

static enum status read_reuters(struct input *input,
                                const struct reader_settings *settings,
                                const struct reader_sink *sink,
                                struct error *err)
{
    struct loaded loaded = LOADED_INIT;
    struct wire wire = {.sink = sink, .loaded = &loaded, .draft = DRAFT_INIT};
    bool is_read = false;
    enum status status =
        loaded_read(&loaded, input, settings, NULL, sink, &is_read, err);

    if (status == STATUS_OK && is_read)
        status = take_articles(&wire, err);
    if (status == STATUS_OK && is_read && wire.i_article == 0)
        status = sink->skip(sink->context, 0, "no <REUTERS> in it", err);
    draft_release(&wire.draft);
    str_release(&wire.text);
    loaded_release(&loaded);
    return status;
}

static bool sniff(struct str_span head)
{
    head = str_span_trim(head);
    return str_span_starts(head, SPAN("<!DOCTYPE lewis")) ||
           str_span_starts(head, SPAN("<REUTERS "));
}

static const char *const endings[] = {".sgm", ".sgml", NULL};

const struct reader reader_reuters = {
    .name = "reuters",
    .endings = endings,
    .sniff = sniff,
    .read = read_reuters,
};
