/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/news_items.h"

#include "indexer/draft.h"
#include "indexer/html_page.h"
#include "indexer/loaded.h"
#include "indexer/news_element.h"
#include "indexer/news_text.h"
#include "indexer/reader_html.h"
#include "indexer/xml_events.h"

#include <stdlib.h>
#include <string.h>

#define DEPTH_ROOM 256 /* xml_events ends above 250 */

struct open_element {
    const struct news_element *element; /* NULL: none of ours */
    size_t off_value;                   /* of its text, in value */
    unsigned n_names;                   /* of it, in several languages */
    enum news_act act;
    char name[20]; /* as much of it as is asked for */
};

struct news {
    const struct reader_sink *sink;
    const struct loaded *loaded;
    struct error *err;
    enum status status; /* of the sink, or of memory */
    struct draft draft;
    struct open_element path[DEPTH_ROOM];
    unsigned depth;
    unsigned n_passing; /* open elements from which on all is passed over */
    unsigned n_texts;   /* open elements that hold text */
    unsigned n_values;  /* open elements whose text is a value */
    unsigned n_items;   /* open */
    unsigned n_pre;     /* open elements from which on lines are kept */
    struct str value;   /* of these, one behind the other */
    struct str tidy;    /* the one that is taken */
    struct str text;
    struct str dates[NEWS_N_WEIGHTS];
    struct str sources[NEWS_N_WEIGHTS];
    struct str titles[NEWS_N_WEIGHTS];
    uint64_t i_item;
    bool has_text; /* of a rendition that is complete */
};

/* ---- an item */

static void begin_item(struct news *news,
                       const struct xml_attributes *attributes)
{
    struct draft *draft = &news->draft;

    /* NITF in a NewsML item is not another one. */
    if (news->n_items++ == 0) {
        draft_reset(draft);
        str_reset(&news->text);
        for (int i = 0; i < NEWS_N_WEIGHTS; i++) {
            str_reset(&news->dates[i]);
            str_reset(&news->sources[i]);
            str_reset(&news->titles[i]);
        }
        news->i_item++;
        news->has_text = false;
    }
    draft_set(draft, READER_ID, xml_attribute(attributes, "guid", NULL));
    draft_set(draft, READER_LANG, xml_attribute(attributes, "lang", NULL));
    draft_keep(draft, SPAN("version"),
               xml_attribute(attributes, "version", NULL));
}

static void set_heaviest(struct news *news, enum reader_field field,
                         const struct str *weighted)
{
    for (int i = NEWS_N_WEIGHTS - 1; i >= 0; i--)
        draft_set(&news->draft, field, str_view(&weighted[i]));
}

static void end_item(struct news *news)
{
    struct reader_facts facts = loaded_facts(news->loaded);
    struct draft *draft = &news->draft;

    if (--news->n_items > 0)
        return;
    set_heaviest(news, READER_DATE, news->dates);
    set_heaviest(news, READER_SOURCE, news->sources);
    set_heaviest(news, READER_TITLE, news->titles);
    if (str_span_trim(str_view(&news->text)).n_bytes > 0)
        draft_set(draft, READER_TEXT, str_view(&news->text));
    if (news->i_item > 1) { /* told with the first */
        facts.note = NULL;
        facts.n_repaired = 0;
    }
    /* In a message there are several. */
    facts.line = news->depth > 1 ? news->i_item : 0;
    if (str_status(&news->text, news->err) != STATUS_OK ||
        str_status(&news->value, news->err) != STATUS_OK)
        news->status = STATUS_NO_MEMORY;
    else if (draft->fields[READER_TEXT].n_bytes == 0)
        news->status = news->sink->skip(news->sink->context, facts.line,
                                        "an item without text", news->err);
    else
        news->status = draft_push(draft, &facts, news->sink, news->err);
}

/* ---- values */

/* "By A. Writer" is A. Writer. */
static struct str_span without_by(struct str_span name)
{
    name = str_span_trim(name);
    if (name.n_bytes > 3 &&
        str_span_equal_nocase(str_span(name.bytes, 3), SPAN("by ")))
        return str_span_trim(str_span(name.bytes + 3, name.n_bytes - 3));
    return name;
}

static void take_byline(struct news *news, const struct news_element *element,
                        struct str_span value)
{
    /* Names that stand in it by themselves say it better. */
    if (element->kept != NULL && news->draft.authors.n_items > 0)
        draft_keep(&news->draft, str_span_of(element->kept), value);
    else
        draft_set(&news->draft, READER_AUTHOR, without_by(value));
}

static void weigh(struct news *news, struct str *weighted,
                  const struct news_element *element, struct str_span value)
{
    struct str *held = &weighted[element->what];

    if (held->n_bytes == 0)
        str_add_span(held, value);
    else if (element->kept != NULL && !str_span_equal(str_view(held), value))
        draft_keep(&news->draft, str_span_of(element->kept), value);
}

/* A text on its own: plain, or markup. */
static void take_data(struct news *news, struct str_span value)
{
    if (news->has_text || value.n_bytes == 0)
        return; /* another rendition of the same */
    if (memchr(value.bytes, '<', value.n_bytes) != NULL) {
        if (reader_html_text(value, &news->text, NULL) != STATUS_OK)
            news->status = STATUS_NO_MEMORY;
    } else {
        html_add_block(&news->text, value);
    }
    news->has_text = true;
}

static void take_value(struct news *news, const struct news_element *element,
                       struct str_span value)
{
    if (element->act != NEWS_DATA) {
        str_reset(&news->tidy);
        news_add(&news->tidy, value);
        value = str_view(&news->tidy);
    }
    value = str_span_trim(value);
    if (value.n_bytes == 0)
        return;
    switch (element->act) {
    case NEWS_FIELD:
        if (element->what == READER_AUTHOR)
            take_byline(news, element, value);
        else if (!draft_set(&news->draft, (enum reader_field)element->what,
                            value) &&
                 element->kept != NULL)
            draft_keep(&news->draft, str_span_of(element->kept), value);
        break;
    case NEWS_KEEP:
        draft_keep(&news->draft, str_span_of(element->kept), value);
        break;
    case NEWS_DATE:
        weigh(news, news->dates, element, value);
        break;
    case NEWS_SOURCE:
        weigh(news, news->sources, element, value);
        break;
    case NEWS_TITLE:
        weigh(news, news->titles, element, value);
        break;
    case NEWS_DATA:
        take_data(news, value);
        break;
    case NEWS_NOTHING:
    case NEWS_PASS:
    case NEWS_TEXT:
    case NEWS_BLOCK:
    case NEWS_ITEM:
    case NEWS_NO_ITEM:
        break;
    }
}

static bool is_value(enum news_act act)
{
    return act >= NEWS_FIELD && act <= NEWS_DATA;
}

/* ---- events */

/* NITF's own: <pubdata date.publication="...">, <meta name=... content=...>,
   <doc-id regsrc=...>. */
static void take_attributes(struct news *news, const char *name,
                            const struct xml_attributes *attributes)
{
    struct draft *draft = &news->draft;
    struct str_span label = xml_attribute(attributes, "name", NULL);

    if (strcmp(name, "pubdata") == 0) {
        static const struct news_element date = {.what = 5};

        weigh(news, news->dates, &date,
              xml_attribute(attributes, "date.publication", NULL));
        draft_set(draft, READER_SECTION,
                  xml_attribute(attributes, "position.section", NULL));
        draft_set(draft, READER_URL, xml_attribute(attributes, "ex-ref", NULL));
    } else if (strcmp(name, "doc-id") == 0) {
        static const struct news_element source = {.what = 1};

        weigh(news, news->sources, &source,
              xml_attribute(attributes, "regsrc", NULL));
    } else if (strcmp(name, "meta") == 0 && label.n_bytes > 0) {
        draft_keep(draft, label, xml_attribute(attributes, "content", NULL));
    } else if (strcmp(name, "remoteInfo") == 0) {
        draft_set(draft, READER_URL, xml_attribute(attributes, "href", NULL));
    }
}

/* What the element says by attributes goes where its text would go: after the
   text, so that a name in words comes before a code. */
static void take_own_attribute(struct news *news,
                               const struct news_element *element,
                               const struct xml_attributes *attributes)
{
    struct str_span value = str_span("", 0);

    if (element == NULL)
        return;
    if (element->attribute != NULL)
        value = xml_attribute(attributes, element->attribute, NULL);
    if (value.n_bytes == 0 && element->attribute2 != NULL)
        value = xml_attribute(attributes, element->attribute2, NULL);
    str_add_span(&news->value, value);
    if (value.n_bytes > 0)
        str_add_char(&news->value, '\0');
}

static void begin_pass(struct news *news)
{
    if (news->n_passing == 0)
        news->n_passing = news->depth;
}

static void lay_out(struct news *news, const char *name, enum news_act act)
{
    bool is_line = strcmp(name, "br") == 0;

    if (news->n_values > 0) {
        if (is_line || news_is_block(name))
            str_add_char(&news->value, '\n');
    } else if (news->n_texts == 0) {
        return;
    } else if (act == NEWS_BLOCK || is_line) {
        news_break(&news->text, is_line ? "\n" : "\n\n");
        if (news->n_pre == 0 && strcmp(name, "pre") == 0)
            news->n_pre = news->depth;
    } else if (strcmp(name, "td") == 0 || strcmp(name, "th") == 0) {
        if (news->text.state == STATUS_OK && news->text.n_bytes > 0 &&
            news->text.bytes[news->text.n_bytes - 1] != '\n')
            news_break(&news->text, "\t");
    }
}

static void begin_act(struct news *news, const struct open_element *open,
                      const struct xml_attributes *attributes)
{
    switch (open->act) {
    case NEWS_ITEM:
        begin_item(news, attributes);
        break;
    case NEWS_PASS:
        begin_pass(news);
        break;
    case NEWS_NO_ITEM:
        news->i_item++;
        begin_pass(news);
        if (open->element != NULL)
            news->status = news->sink->skip(news->sink->context, news->i_item,
                                            open->element->kept, news->err);
        break;
    case NEWS_TEXT:
        if (news->has_text)
            begin_pass(news); /* another rendition of the same */
        else
            news->n_texts++;
        break;
    case NEWS_FIELD:
    case NEWS_KEEP:
    case NEWS_DATE:
    case NEWS_SOURCE:
    case NEWS_TITLE:
    case NEWS_DATA:
        news->n_values++;
        take_own_attribute(news, open->element, attributes);
        break;
    case NEWS_BLOCK:
    case NEWS_NOTHING:
        break;
    }
}

/* Of a value that is named in several languages the first name counts. */
static bool is_another_name(struct news *news, const char *name)
{
    struct open_element *above;

    if (news->depth < 2 || strcmp(name, "name") != 0)
        return false;
    above = &news->path[news->depth - 2];
    return is_value(above->act) && above->n_names++ > 0;
}

static bool start(void *context, const char *name, const char *space,
                  const struct xml_attributes *attributes)
{
    struct news *news = context;
    struct open_element *open = &news->path[news->depth++];

    (void)space;
    memset(open, 0, sizeof(*open));
    (void)strncpy(open->name, name, sizeof(open->name) - 1);
    open->off_value = news->value.n_bytes;
    if (news->n_passing > 0)
        return true;
    open->element = news_element(
        name, news->depth >= 2 ? news->path[news->depth - 2].name : "");
    if (open->element != NULL)
        open->act = open->element->act;
    if (news->n_texts > 0 && news_is_block(name))
        open->act = NEWS_BLOCK;
    if (is_another_name(news, name))
        open->act = NEWS_PASS;
    begin_act(news, open, attributes);
    if (news->n_items > 0)
        take_attributes(news, name, attributes);
    lay_out(news, name, open->act);
    return news->status == STATUS_OK;
}

/* Text if there is any, else what an attribute said. */
static struct str_span value_from(const struct news *news, size_t off_bytes)
{
    struct str_span all = str_span(news->value.bytes + off_bytes,
                                   news->value.n_bytes - off_bytes);
    const char *end =
        all.n_bytes > 0 ? memchr(all.bytes, '\0', all.n_bytes) : NULL;
    struct str_span text;

    if (end == NULL)
        return all;
    text = str_span_trim(
        str_span(end + 1, (size_t)(all.bytes + all.n_bytes - end - 1)));
    return text.n_bytes > 0 ? text
                            : str_span(all.bytes, (size_t)(end - all.bytes));
}

/* Whether markup was escaped, so that the text is full of it. */
static bool has_escaped_markup(struct str_span text)
{
    static const char *const tags[] = {"</p>", "</P>", "<br>", "<br/>", "<BR>"};

    for (size_t i = 0; text.n_bytes > 0 && i < sizeof(tags) / sizeof(tags[0]);
         i++)
        if (memmem(text.bytes, text.n_bytes, tags[i], strlen(tags[i])) != NULL)
            return true;
    return false;
}

static void end_text(struct news *news)
{
    struct str_span text = str_span_trim(str_view(&news->text));

    news->has_text |= text.n_bytes > 0;
    if (!has_escaped_markup(text))
        return;
    str_reset(&news->tidy);
    if (reader_html_text(text, &news->tidy, NULL) != STATUS_OK)
        news->status = STATUS_NO_MEMORY;
    str_reset(&news->text);
    str_add_span(&news->text, str_view(&news->tidy));
}

static void end_act(struct news *news, const struct open_element *open)
{
    if (open->act == NEWS_ITEM) {
        end_item(news);
    } else if (open->act == NEWS_TEXT) {
        news->n_texts--;
        if (news->n_texts == 0)
            end_text(news);
    } else if (open->act == NEWS_BLOCK && news->n_values == 0) {
        news_break(&news->text, "\n\n");
    } else if (is_value(open->act)) {
        news->n_values--;
        if (news->value.state != STATUS_OK)
            return;
        if (news->n_items > 0)
            take_value(news, open->element, value_from(news, open->off_value));
        str_truncate(&news->value, open->off_value);
    }
}

static bool end(void *context, const char *name, const char *space)
{
    struct news *news = context;

    (void)space;
    (void)name;
    if (news->depth == 0)
        return true;
    if (news->n_passing == 0)
        end_act(news, &news->path[news->depth - 1]);
    if (news->n_passing == news->depth)
        news->n_passing = 0;
    if (news->n_pre == news->depth)
        news->n_pre = 0;
    news->depth--;
    return news->status == STATUS_OK;
}

static bool text(void *context, struct str_span text)
{
    struct news *news = context;

    if (news->n_passing > 0)
        return true;
    if (news->n_values > 0)
        str_add_span(&news->value, text);
    else if (news->n_texts > 0 && news->n_pre > 0)
        str_add_span(&news->text, text);
    else if (news->n_texts > 0)
        news_add(&news->text, text);
    return true;
}

/* ---- a document */

static void release(struct news *news)
{
    draft_release(&news->draft);
    str_release(&news->value);
    str_release(&news->tidy);
    str_release(&news->text);
    for (int i = 0; i < NEWS_N_WEIGHTS; i++) {
        str_release(&news->dates[i]);
        str_release(&news->sources[i]);
        str_release(&news->titles[i]);
    }
}

enum status news_items_read(const struct loaded *loaded,
                            const struct reader_sink *sink, struct error *err)
{
    struct news *news = calloc(1, sizeof(*news));
    struct error reason = ERROR_INIT;
    enum status status;

    if (news == NULL)
        return error_no_memory(err);
    news->sink = sink;
    news->loaded = loaded;
    news->err = err;

    const struct xml_events events = {news, start, end, text};

    status = xml_parse_text(str_view(&loaded->text), &events, &reason);
    if (news->status == STATUS_NO_MEMORY || status == STATUS_NO_MEMORY)
        status = error_no_memory(err);
    else if (news->status != STATUS_OK)
        status = news->status;
    else if (status != STATUS_OK)
        status = sink->skip(sink->context, 0, reason.message, err);
    else if (news->i_item == 0)
        status = sink->skip(sink->context, 0, "no item in it", err);
    release(news);
    free(news);
    return status;
}
