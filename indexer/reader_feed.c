/*
 * RSS 0.9x, 1.0, 2.0 and Atom 0.3, 1.0: one article an item. Elements are told
 * by their local names, for feeds are written with every prefix there is; and
 * what is not well formed is read as far as it goes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/vec.h"
#include "indexer/json_out.h"
#include "indexer/loaded.h"
#include "indexer/reader_html.h"
#include "indexer/xml_events.h"

#include <stdlib.h>
#include <string.h>

#define NAMES_MAX 1000

/* What an element is to an item, or to the feed. */
enum feed_field {
    FEED_NONE,
    FEED_TITLE,
    FEED_LINK,
    FEED_ID,
    FEED_DATE,    /* published */
    FEED_UPDATED, /* else */
    FEED_LANGUAGE,
    FEED_SUMMARY,
    FEED_CONTENT,
    FEED_N_FIELDS,
    FEED_AUTHOR, /* lists */
    FEED_TAG,
};

static const struct element {
    const char *name;
    enum feed_field field;
} elements[] = {
    {"title", FEED_TITLE},
    {"link", FEED_LINK},
    {"guid", FEED_ID},
    {"id", FEED_ID},
    {"pubDate", FEED_DATE},
    {"published", FEED_DATE},
    {"issued", FEED_DATE},
    {"created", FEED_DATE},
    {"date", FEED_DATE},
    {"updated", FEED_UPDATED},
    {"modified", FEED_UPDATED},
    {"language", FEED_LANGUAGE},
    {"description", FEED_SUMMARY},
    {"summary", FEED_SUMMARY},
    {"encoded", FEED_CONTENT},
    {"content", FEED_CONTENT},
    {"body", FEED_CONTENT},
    {"author", FEED_AUTHOR},
    {"creator", FEED_AUTHOR},
    {"category", FEED_TAG},
    {"subject", FEED_TAG},
};

struct names {
    struct str_span *items;
    size_t n_items;
    size_t n_room;
};

struct part {
    struct str fields[FEED_N_FIELDS];
    bool is_markup[FEED_N_FIELDS];
    struct names authors;
    struct names tags;
};

struct feed {
    const struct reader_sink *sink;
    const struct loaded *loaded;
    struct error *err;
    enum status status; /* of the sink, or of memory */
    struct part channel;
    struct part item;
    struct arena arena;  /* of an item's names */
    struct arena header; /* of the channel's */
    bool is_in_item;
    enum feed_field field; /* the element that is open, and */
    unsigned depth;        /* how many are, in it */
    struct str value;
    uint64_t i_item;
    struct str text;
    struct str title;
    struct str extra;
};

static struct part *part_of(struct feed *feed)
{
    return feed->is_in_item ? &feed->item : &feed->channel;
}

static void reset_part(struct part *part)
{
    for (int i = 0; i < FEED_N_FIELDS; i++) {
        str_reset(&part->fields[i]);
        part->is_markup[i] = false;
    }
    part->authors.n_items = 0;
    part->tags.n_items = 0;
}

static void add_name(struct feed *feed, struct names *names,
                     struct str_span name)
{
    name = str_span_trim(name);
    if (name.n_bytes == 0 || names->n_items == NAMES_MAX)
        return;
    for (size_t i = 0; i < names->n_items; i++)
        if (str_span_equal(names->items[i], name))
            return;
    if (VEC_RESERVE(&names->items, &names->n_room, names->n_items, 1, NULL) !=
        STATUS_OK) {
        feed->status = STATUS_NO_MEMORY;
        return;
    }
    name = arena_copy(feed->is_in_item ? &feed->arena : &feed->header, name);
    if (name.bytes == NULL)
        feed->status = STATUS_NO_MEMORY;
    else
        names->items[names->n_items++] = name;
}

/* ---- an item */

/* "a@example.org (A. Writer)", as RSS has it, is A. Writer. */
static struct str_span plain_author(struct str_span name)
{
    const char *at =
        name.n_bytes > 0 ? memchr(name.bytes, '@', name.n_bytes) : NULL;
    const char *start =
        at != NULL ? memchr(at, '(', name.n_bytes - (size_t)(at - name.bytes))
                   : NULL;

    if (start == NULL || name.bytes[name.n_bytes - 1] != ')')
        return name;
    start++;
    return str_span(start, (size_t)(name.bytes + name.n_bytes - 1 - start));
}

/* Titles and texts are markup more often than they say. */
static bool looks_like_markup(struct str_span text)
{
    return text.n_bytes > 0 && (memchr(text.bytes, '<', text.n_bytes) != NULL ||
                                memchr(text.bytes, '&', text.n_bytes) != NULL);
}

static void add_plain(struct feed *feed, struct part *part,
                      enum feed_field field, struct str *out)
{
    struct str_span text = str_span_trim(str_view(&part->fields[field]));

    if (!part->is_markup[field] && looks_like_markup(text)) {
        if (reader_html_text(text, out, NULL) != STATUS_OK)
            feed->status = STATUS_NO_MEMORY;
    } else {
        str_add_span(out, text);
    }
}

static void fill(struct feed *feed, struct article *article)
{
    struct part *item = &feed->item;
    struct part *channel = &feed->channel;
    bool has_content = item->fields[FEED_CONTENT].n_bytes >=
                       item->fields[FEED_SUMMARY].n_bytes;
    struct names *authors =
        item->authors.n_items > 0 ? &item->authors : &channel->authors;

    str_reset(&feed->text);
    str_reset(&feed->title);
    str_reset(&feed->extra);
    add_plain(feed, item, FEED_TITLE, &feed->title);
    add_plain(feed, item, has_content ? FEED_CONTENT : FEED_SUMMARY,
              &feed->text);
    if (has_content && item->fields[FEED_SUMMARY].n_bytes > 0 &&
        item->fields[FEED_CONTENT].n_bytes > 0)
        json_add_member(&feed->extra, "description",
                        str_view(&item->fields[FEED_SUMMARY]));
    memset(article, 0, sizeof(*article));
    article->id = str_span_trim(str_view(&item->fields[FEED_ID]));
    article->title = str_view(&feed->title);
    article->url = str_span_trim(str_view(&item->fields[FEED_LINK]));
    article->date_text = str_span_trim(str_view(&item->fields[FEED_DATE]));
    if (article->date_text.n_bytes == 0)
        article->date_text =
            str_span_trim(str_view(&item->fields[FEED_UPDATED]));
    article->source = str_span_trim(str_view(&channel->fields[FEED_TITLE]));
    article->language = str_span_trim(str_view(&item->fields[FEED_LANGUAGE]));
    if (article->language.n_bytes == 0)
        article->language =
            str_span_trim(str_view(&channel->fields[FEED_LANGUAGE]));
    article->authors = authors->items;
    article->n_authors = authors->n_items;
    article->tags = item->tags.items;
    article->n_tags = item->tags.n_items;
    article->text = str_view(&feed->text);
    article->extra = str_view(&feed->extra);
}

static void push_item(struct feed *feed)
{
    struct reader_facts facts = loaded_facts(feed->loaded);
    struct article article;

    if (feed->i_item > 1) { /* told with the first */
        facts.note = NULL;
        facts.n_repaired = 0;
    }
    facts.line = feed->i_item;
    facts.is_id_from_url = true;
    fill(feed, &article);
    if (feed->status == STATUS_OK &&
        (str_status(&feed->text, feed->err) != STATUS_OK ||
         str_status(&feed->title, feed->err) != STATUS_OK))
        feed->status = STATUS_NO_MEMORY;
    if (feed->status == STATUS_OK)
        feed->status =
            feed->sink->add(feed->sink->context, &article, &facts, feed->err);
}

/* ---- events */

static bool is_item(const char *name)
{
    return strcmp(name, "item") == 0 || strcmp(name, "entry") == 0;
}

static enum feed_field field_of(const char *name)
{
    for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
        if (strcmp(elements[i].name, name) == 0)
            return elements[i].field;
    return FEED_NONE;
}

static void open_field(struct feed *feed, enum feed_field field,
                       const struct xml_attributes *attributes)
{
    struct part *part = part_of(feed);
    struct str_span type = xml_attribute(attributes, "type", NULL);
    struct str_span mode = xml_attribute(attributes, "mode", NULL);
    struct str_span rel = xml_attribute(attributes, "rel", NULL);

    if (field == FEED_TAG)
        add_name(feed, &part->tags, xml_attribute(attributes, "term", NULL));
    if (field == FEED_LINK &&
        (rel.n_bytes == 0 || str_span_equal(rel, SPAN("alternate"))) &&
        part->fields[FEED_LINK].n_bytes == 0)
        str_add_span(&part->fields[FEED_LINK],
                     xml_attribute(attributes, "href", NULL));
    if (field < FEED_N_FIELDS)
        part->is_markup[field] = str_span_equal(type, SPAN("xhtml")) ||
                                 str_span_equal(mode, SPAN("xml"));
    feed->field = field;
    feed->depth = 0;
    str_reset(&feed->value);
}

static bool start(void *context, const char *name, const char *space,
                  const struct xml_attributes *attributes)
{
    struct feed *feed = context;
    enum feed_field field;

    if (is_item(name)) {
        reset_part(&feed->item);
        arena_reset(&feed->arena);
        feed->is_in_item = true;
        feed->field = FEED_NONE;
        feed->i_item++;
        str_add_span(&feed->item.fields[FEED_LANGUAGE],
                     xml_attribute(attributes, "lang", NULL));
        return true;
    }
    if (feed->field != FEED_NONE) {
        /* Markup in a text, or name and address in an author. */
        feed->depth++;
        if (strcmp(name, "name") == 0 && feed->field == FEED_AUTHOR)
            str_reset(&feed->value);
        if (strchr("pdlhbut", name[0]) != NULL)
            str_add_text(&feed->value, "\n\n");
        return true;
    }
    if (strstr(space, "search.yahoo.com/mrss") != NULL)
        return true; /* of pictures: they have titles and texts as well */
    if (part_of(feed)->fields[FEED_LANGUAGE].n_bytes == 0)
        str_add_span(&part_of(feed)->fields[FEED_LANGUAGE],
                     xml_attribute(attributes, "lang", NULL));
    field = field_of(name);
    if (field != FEED_NONE)
        open_field(feed, field, attributes);
    return true;
}

static void take_value(struct feed *feed)
{
    struct part *part = part_of(feed);
    struct str_span value = str_span_trim(str_view(&feed->value));

    if (feed->field == FEED_AUTHOR)
        add_name(feed, &part->authors, plain_author(value));
    else if (feed->field == FEED_TAG)
        add_name(feed, &part->tags, value);
    else if (part->fields[feed->field].n_bytes == 0)
        str_add_span(&part->fields[feed->field], value);
}

static bool end(void *context, const char *name, const char *space)
{
    struct feed *feed = context;

    (void)space;
    if (is_item(name)) {
        if (feed->is_in_item)
            push_item(feed);
        feed->is_in_item = false;
        feed->field = FEED_NONE;
        return feed->status == STATUS_OK;
    }
    if (feed->field == FEED_NONE)
        return true;
    if (feed->depth > 0) {
        feed->depth--;
        /* What comes behind an author's name is an address. */
        if (feed->field == FEED_AUTHOR && strcmp(name, "name") == 0) {
            take_value(feed);
            str_reset(&feed->value);
        }
        return true;
    }
    if (feed->field != FEED_AUTHOR || part_of(feed)->authors.n_items == 0 ||
        strcmp(name, "creator") == 0)
        take_value(feed);
    feed->field = FEED_NONE;
    return true;
}

static bool text(void *context, struct str_span text)
{
    struct feed *feed = context;

    if (feed->field != FEED_NONE)
        str_add_span(&feed->value, text);
    return true;
}

/* ---- a feed */

static void release_part(struct part *part)
{
    for (int i = 0; i < FEED_N_FIELDS; i++)
        str_release(&part->fields[i]);
    free(part->authors.items);
    free(part->tags.items);
}

static void release(struct feed *feed)
{
    release_part(&feed->channel);
    release_part(&feed->item);
    arena_release(&feed->arena);
    arena_release(&feed->header);
    str_release(&feed->value);
    str_release(&feed->text);
    str_release(&feed->title);
    str_release(&feed->extra);
}

static enum status parse_feed(const struct loaded *loaded,
                              const struct reader_sink *sink, struct error *err)
{
    struct feed feed = {.sink = sink, .loaded = loaded, .err = err};
    const struct xml_events events = {&feed, start, end, text};
    struct error reason = ERROR_INIT;
    enum status status =
        xml_parse_text(str_view(&loaded->text), &events, &reason);

    if (feed.status == STATUS_NO_MEMORY || status == STATUS_NO_MEMORY)
        status = error_no_memory(err);
    else if (feed.status != STATUS_OK)
        status = feed.status;
    else if (status != STATUS_OK)
        status = sink->skip(sink->context, 0, reason.message, err);
    else if (feed.i_item == 0)
        status = sink->skip(sink->context, 0, "a feed without items", err);
    release(&feed);
    return status;
}

static enum status read_feed(struct input *input,
                             const struct reader_settings *settings,
                             const struct reader_sink *sink, struct error *err)
{
    struct loaded loaded = LOADED_INIT;
    bool is_read = false;
    enum status status = loaded_read(&loaded, input, settings,
                                     loaded_xml_charset, sink, &is_read, err);

    if (status == STATUS_OK && is_read)
        status = parse_feed(&loaded, sink, err);
    loaded_release(&loaded);
    return status;
}

static bool sniff(struct str_span head)
{
    return xml_begins_with(head, "rss") || xml_begins_with(head, "feed") ||
           xml_begins_with(head, "RDF") || xml_begins_with(head, "channel");
}

static const char *const endings[] = {".rss", ".atom", NULL};

const struct reader reader_feed = {
    .name = "feed",
    .endings = endings,
    .sniff = sniff,
    .read = read_feed,
    .is_risky = true,
};
