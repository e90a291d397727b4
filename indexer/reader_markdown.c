/*
 * Markdown (CommonMark, with GitHub's tables) with front matter or without: one
 * article a file. md4c makes HTML of it, and the text is what that says, so
 * that HTML in Markdown, which is allowed, is read by the one reader of HTML.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/draft.h"
#include "indexer/front_matter.h"
#include "indexer/loaded.h"
#include "indexer/reader_html.h"

#include <md4c-html.h>
#include <string.h>

static const struct name {
    const char *name; /* in lower case */
    enum reader_field field;
    bool is_split; /* "a, b" are two */
} names[] = {
    {"title", READER_TITLE, false},
    {"author", READER_AUTHOR, false},
    {"authors", READER_AUTHOR, false},
    {"byline", READER_AUTHOR, false},
    {"date", READER_DATE, false},
    {"published", READER_DATE, false},
    {"pubdate", READER_DATE, false},
    {"publishdate", READER_DATE, false},
    {"tag", READER_TAGS, true},
    {"tags", READER_TAGS, true},
    {"keywords", READER_TAGS, true},
    {"section", READER_SECTION, false},
    {"category", READER_SECTION, false},
    {"categories", READER_SECTION, false},
    {"lang", READER_LANG, false},
    {"language", READER_LANG, false},
    {"locale", READER_LANG, false},
    {"source", READER_SOURCE, false},
    {"publication", READER_SOURCE, false},
    {"url", READER_URL, false},
    {"canonical_url", READER_URL, false},
};

static const struct name *name_of(struct str_span text)
{
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (str_span_equal_nocase(text, str_span_of(names[i].name)))
            return &names[i];
    return NULL;
}

static void take_value(void *context, struct str_span name,
                       struct str_span value)
{
    struct draft *draft = context;
    const struct name *known = name_of(name);

    /* A path on a site is no address. */
    if (known != NULL && known->field == READER_URL &&
        memmem(value.bytes, value.n_bytes, "://", 3) == NULL)
        known = NULL;
    while (known != NULL && known->is_split && value.n_bytes > 0) {
        const char *end = memchr(value.bytes, ',', value.n_bytes);
        size_t n = end != NULL ? (size_t)(end - value.bytes) : value.n_bytes;

        draft_set(draft, known->field, str_span(value.bytes, n));
        n += n < value.n_bytes;
        value = str_span(value.bytes + n, value.n_bytes - n);
    }
    if (known == NULL || !draft_set(draft, known->field, value))
        draft_keep(draft, name, value);
}

static void take_unread(void *context, struct str_span name,
                        struct str_span text, unsigned line)
{
    struct draft *draft = context;

    draft_keep(draft, name.n_bytes > 0 ? name : SPAN("front_matter"), text);
    draft_remark(draft, "front matter that is not understood at line %u", line);
}

static void add_html(const MD_CHAR *bytes, MD_SIZE n_bytes, void *context)
{
    str_add(context, bytes, n_bytes);
}

/* A heading that the page begins with is its title, if it has no other. */
static enum status take_heading(struct draft *draft, struct str_span *html,
                                struct error *err)
{
    CLEANUP(str_release) struct str title = STR_INIT;
    static const struct str_span start = {"<h1>", 4};
    static const struct str_span stop = {"</h1>", 5};
    const char *end;
    enum status status;

    if (draft->fields[READER_TITLE].n_bytes > 0 ||
        !str_span_starts(*html, start))
        return STATUS_OK;
    end = memmem(html->bytes, html->n_bytes, stop.bytes, stop.n_bytes);
    if (end == NULL)
        return STATUS_OK;
    status = reader_html_text(
        str_span(html->bytes, (size_t)(end - html->bytes)), &title, err);
    draft_set(draft, READER_TITLE, str_view(&title));
    if (draft->fields[READER_TITLE].n_bytes > 0) {
        end += stop.n_bytes;
        *html = str_span(end, (size_t)(html->bytes + html->n_bytes - end));
    }
    return status;
}

static enum status take_body(struct draft *draft, struct str_span body,
                             struct error *err)
{
    CLEANUP(str_release) struct str html = STR_INIT;
    const char *refusal = NULL;
    struct str_span rest;
    enum status status;

    if (md_html(body.bytes, (MD_SIZE)body.n_bytes, add_html, &html,
                MD_DIALECT_GITHUB, MD_HTML_FLAG_SKIP_UTF8_BOM) != 0)
        return error_no_memory(err);
    status = str_status(&html, err);
    rest = str_view(&html);
    if (status == STATUS_OK)
        status = take_heading(draft, &rest, err);
    if (status == STATUS_OK)
        status =
            reader_html_whole(rest, &draft->fields[READER_TEXT], &refusal, err);
    if (refusal != NULL)
        draft_remark(draft, "cut: %s", refusal);
    return status;
}

static enum status take(const struct loaded *loaded,
                        const struct reader_sink *sink, struct draft *draft,
                        struct error *err)
{
    const struct front_matter_sink values = {draft, take_value, take_unread};
    struct reader_facts facts = loaded_facts(loaded);
    struct str_span body = str_view(&loaded->text);
    struct str_span matter = str_span("", 0);
    enum status status = STATUS_OK;

    if (front_matter_split(body, &matter, &body))
        status = front_matter_read(matter, &values, err);
    if (status == STATUS_OK)
        status = take_body(draft, body, err);
    return status == STATUS_OK ? draft_push(draft, &facts, sink, err) : status;
}

static enum status read_markdown(struct input *input,
                                 const struct reader_settings *settings,
                                 const struct reader_sink *sink,
                                 struct error *err)
{
    struct loaded loaded = LOADED_INIT;
    struct draft draft = DRAFT_INIT;
    bool is_read = false;
    enum status status =
        loaded_read(&loaded, input, settings, NULL, sink, &is_read, err);

    if (status == STATUS_OK && is_read)
        status = take(&loaded, sink, &draft, err);
    draft_release(&draft);
    loaded_release(&loaded);
    return status;
}

/* Two rules with names between them; by "#" alone plain text begins as well. */
static bool sniff(struct str_span head)
{
    struct str_span matter;
    struct str_span body;
    size_t n = 0;

    if (str_span_starts(head, SPAN("\xef\xbb\xbf")))
        head = str_span(head.bytes + 3, head.n_bytes - 3);
    if (!front_matter_split(head, &matter, &body))
        return false;
    while (n < matter.n_bytes && matter.bytes[n] > ' ' &&
           matter.bytes[n] != ':')
        n++;
    return n > 0 && n < matter.n_bytes && matter.bytes[n] == ':';
}

static const char *const endings[] = {".md", ".markdown", ".mdown", NULL};

const struct reader reader_markdown = {
    .name = "markdown",
    .endings = endings,
    .sniff = sniff,
    .read = read_markdown,
    .is_risky = true,
};
