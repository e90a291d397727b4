/*
 * The names under which pages of the last thirty years tell author, date and
 * the like, and which of them is believed first.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/html_head.h"

#include "base/vec.h"
#include "indexer/html_author.h"
#include "indexer/html_class.h"
#include "indexer/json_out.h"

#include <stdlib.h>
#include <string.h>

enum meta_kind {
    META_VALUE,
    META_AUTHOR,
    META_TAG,      /* one each, may come again */
    META_KEYWORDS, /* several, divided by commas */
};

/* In the order in which they are believed: what was made for machines to
   read before what was made for search engines of the nineties. */
static const struct meta {
    const char *name; /* of name=, property= or itemprop= */
    enum meta_kind kind;
    enum head_value value;
} metas[] = {
    {"og:title", META_VALUE, HEAD_TITLE},
    {"article:published_time", META_VALUE, HEAD_DATE},
    {"og:article:published_time", META_VALUE, HEAD_DATE},
    {"datepublished", META_VALUE, HEAD_DATE},
    {"date", META_VALUE, HEAD_DATE},
    {"dc.date.issued", META_VALUE, HEAD_DATE},
    {"dcterms.created", META_VALUE, HEAD_DATE},
    {"dc.date", META_VALUE, HEAD_DATE},
    {"pubdate", META_VALUE, HEAD_DATE},
    {"publish-date", META_VALUE, HEAD_DATE},
    {"parsely-pub-date", META_VALUE, HEAD_DATE},
    {"sailthru.date", META_VALUE, HEAD_DATE},
    {"author", META_AUTHOR, HEAD_N_VALUES},
    {"article:author", META_AUTHOR, HEAD_N_VALUES},
    {"dc.creator", META_AUTHOR, HEAD_N_VALUES},
    {"parsely-author", META_AUTHOR, HEAD_N_VALUES},
    {"sailthru.author", META_AUTHOR, HEAD_N_VALUES},
    {"og:site_name", META_VALUE, HEAD_SOURCE},
    {"dc.publisher", META_VALUE, HEAD_SOURCE},
    {"application-name", META_VALUE, HEAD_SOURCE},
    {"article:section", META_VALUE, HEAD_SECTION},
    {"parsely-section", META_VALUE, HEAD_SECTION},
    {"dc.language", META_VALUE, HEAD_LANGUAGE},
    {"content-language", META_VALUE, HEAD_LANGUAGE},
    {"og:locale", META_VALUE, HEAD_LANGUAGE},
    {"og:url", META_VALUE, HEAD_URL},
    {"description", META_VALUE, HEAD_DESCRIPTION},
    {"og:description", META_VALUE, HEAD_DESCRIPTION},
    {"article:tag", META_TAG, HEAD_N_VALUES},
    {"news_keywords", META_KEYWORDS, HEAD_N_VALUES},
    {"keywords", META_KEYWORDS, HEAD_N_VALUES},
};

/* What is made for machines that read news comes first; ranks of metas[] begin
   behind what the markup itself says. */
#define RANK_BYLINE 0u /* asked when the others name nobody */
#define RANK_LD     1u
#define RANK_MARKUP 2u
#define RANK_META   3u
#define RANK_WEAK   1000u

void html_head_init(struct html_head *head)
{
    memset(head, 0, sizeof(*head));
    str_init(&head->extra, 0);
    arena_init(&head->arena);
}

static void release_list(struct head_list *list)
{
    free(list->items);
    identity_set_release(&list->seen);
}

void html_head_release(struct html_head *head)
{
    release_list(&head->authors);
    release_list(&head->tags);
    release_list(&head->dates);
    str_release(&head->extra);
    arena_release(&head->arena);
}

static bool is_word(const char *text, const char *word)
{
    return text != NULL &&
           str_span_equal_nocase(str_span_trim(str_span_of(text)),
                                 str_span_of(word));
}

static struct str_span keep(struct html_head *head, struct str_span text)
{
    struct str_span copy = arena_copy(&head->arena, str_span_trim(text));

    if (copy.bytes == NULL) {
        head->state = STATUS_NO_MEMORY;
        copy.n_bytes = 0;
    }
    return copy;
}

/* The list of the lowest rank stands; of equal rank all are taken once. */
static void add_item(struct html_head *head, struct head_list *list,
                     struct str_span text, unsigned rank)
{
    text = str_span_trim(text);
    if (text.n_bytes == 0 || (list->n_items > 0 && list->rank < rank))
        return;
    if (list->rank > rank) {
        list->n_items = 0;
        identity_set_release(&list->seen);
    }
    list->rank = rank;

    bool is_new = true;
    enum status status = identity_set_put(&list->seen, text, &is_new, NULL);

    if (status == STATUS_OK && is_new)
        status =
            VEC_RESERVE(&list->items, &list->n_room, list->n_items, 1, NULL);
    if (status != STATUS_OK)
        head->state = status;
    else if (is_new)
        list->items[list->n_items++] = keep(head, text);
}

static void set_value(struct html_head *head, enum head_value value,
                      struct str_span text, unsigned rank)
{
    struct str_span span = str_span_trim(text);

    if (value == HEAD_DATE && rank < RANK_WEAK)
        add_item(head, &head->dates, span, RANK_MARKUP);

    if (span.n_bytes == 0 ||
        (head->ranks[value] != 0 && head->ranks[value] <= rank))
        return;
    head->values[value] = keep(head, span);
    head->ranks[value] = rank;
}

static void add_keywords(struct html_head *head, const char *text,
                         unsigned rank)
{
    while (*text != '\0') {
        size_t n = strcspn(text, ",;");

        add_item(head, &head->tags, str_span(text, n), rank);
        text += n + (text[n] != '\0');
    }
}

/* Addresses are often given in place of a name. */
static void add_authors(struct html_head *head, struct str_span text,
                        unsigned rank)
{
    struct str_span name;

    while (html_author_next(&text, &name))
        add_item(head, &head->authors, name, rank);
}

static void add_meta(struct html_head *head, const struct meta *meta,
                     const char *content, unsigned rank)
{
    switch (meta->kind) {
    case META_VALUE:
        set_value(head, meta->value, str_span_of(content), rank);
        break;
    case META_AUTHOR:
        add_authors(head, str_span_of(content), rank);
        break;
    case META_TAG:
        add_item(head, &head->tags, str_span_of(content), rank);
        break;
    case META_KEYWORDS:
        add_keywords(head, content, rank);
        break;
    }
}

static void see_named_meta(struct html_head *head, const char *name,
                           const char *content)
{
    for (size_t i = 0; i < sizeof(metas) / sizeof(metas[0]); i++) {
        if (is_word(name, metas[i].name)) {
            add_meta(head, &metas[i], content, RANK_META + (unsigned)i);
            return;
        }
    }
}

static void see_meta(struct html_head *head, const char *const *attributes)
{
    static const char *const keys[] = {"property", "name", "itemprop",
                                       "http-equiv"};
    const char *content = html_attribute(attributes, "content");

    if (content == NULL)
        return;
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        const char *name = html_attribute(attributes, keys[i]);

        if (name != NULL)
            see_named_meta(head, name, content);
    }
}

/* One that says so is the article's; else the first one may be. */
static void see_time(struct html_head *head, const char *const *attributes)
{
    const char *time = html_attribute(attributes, "datetime");
    bool is_sure =
        is_word(html_attribute(attributes, "itemprop"), "datepublished") ||
        html_attribute(attributes, "pubdate") != NULL;

    if (time != NULL)
        set_value(head, HEAD_DATE, str_span_of(time),
                  is_sure ? RANK_WEAK : RANK_WEAK + 1);
}

void html_head_element(struct html_head *head, const char *name,
                       const char *const *attributes)
{
    if (attributes == NULL)
        return;
    if (strcmp(name, "meta") == 0) {
        see_meta(head, attributes);
    } else if (strcmp(name, "html") == 0) {
        const char *lang = html_attribute(attributes, "lang");

        if (lang == NULL)
            lang = html_attribute(attributes, "xml:lang");
        if (lang != NULL)
            set_value(head, HEAD_LANGUAGE, str_span_of(lang), RANK_MARKUP);
    } else if (strcmp(name, "time") == 0) {
        see_time(head, attributes);
    } else if (strcmp(name, "link") == 0 &&
               is_word(html_attribute(attributes, "rel"), "canonical")) {
        const char *href = html_attribute(attributes, "href");

        if (href != NULL)
            set_value(head, HEAD_URL, str_span_of(href), RANK_MARKUP);
    }
}

static void set_list(struct html_head *head, struct head_list *list,
                     const struct str_span *items, size_t n_items,
                     unsigned rank)
{
    for (size_t i = 0; i < n_items; i++)
        add_item(head, list, items[i], rank);
}

enum status html_head_ld(struct html_head *head, struct str_span json,
                         struct error *err)
{
    return html_ld_read(&head->ld, json, &head->arena, err);
}

static void settle_ld(struct html_head *head)
{
    const struct html_ld *ld = &head->ld;

    head->og_title = head->values[HEAD_TITLE];
    set_value(head, HEAD_TITLE, ld->title, RANK_LD);
    set_value(head, HEAD_DATE, ld->date, RANK_LD);
    set_value(head, HEAD_SECTION, ld->section, RANK_LD);
    set_value(head, HEAD_LANGUAGE, ld->language, RANK_WEAK);
    set_value(head, HEAD_SOURCE, ld->source, RANK_WEAK);
    set_value(head, HEAD_URL, ld->url, RANK_WEAK);
    set_value(head, HEAD_DESCRIPTION, ld->description, RANK_WEAK);
    for (size_t i = 0; i < ld->n_authors; i++)
        add_authors(head, ld->authors[i], RANK_LD);
    set_list(head, &head->tags, ld->tags, ld->n_tags, RANK_WEAK);
}

void html_head_found_at(struct html_head *head, struct str_span address)
{
    set_value(head, HEAD_URL, address, RANK_WEAK + 1);
}

/* The paper as its own author is none where somebody else is named. */
static bool is_authored(const struct html_head *head)
{
    if (head->authors.n_items == 0)
        return false;
    for (size_t i = 0; i < head->authors.n_items; i++)
        if (html_author_is_person(head->authors.items[i]) &&
            !str_span_equal_nocase(head->authors.items[i],
                                   head->values[HEAD_SOURCE]))
            return true;
    return false;
}

static void settle_byline(struct html_head *head, struct str_span byline)
{
    struct str_span rest = byline;
    struct str_span name;

    if (is_authored(head))
        return;
    while (html_author_next(&rest, &name))
        if (html_author_is_person(name) &&
            !str_span_equal_nocase(name, head->values[HEAD_SOURCE]))
            add_item(head, &head->authors, name, RANK_BYLINE);
}

void html_head_finish(struct html_head *head, struct str_span byline)
{
    settle_ld(head);
    settle_byline(head, byline);
    html_url_read(head->values[HEAD_URL], &head->url);
    set_value(head, HEAD_DATE, head->url.date, RANK_WEAK + 2);
    set_value(head, HEAD_SECTION, head->url.section, RANK_WEAK);
}

struct str_span html_head_title(const struct html_head *head)
{
    return head->values[HEAD_TITLE];
}

/* The dates that another one was believed before. */
static void add_other_dates(struct html_head *head)
{
    size_t n_others = head->dates.n_items > 0 ? head->dates.n_items - 1 : 0;
    size_t n = 0;

    if (n_others == 0)
        return;
    json_add_key(&head->extra, SPAN("other_date"));
    if (n_others > 1)
        str_add_char(&head->extra, '[');
    for (size_t i = 0; i < head->dates.n_items; i++) {
        if (str_span_equal(head->dates.items[i], head->values[HEAD_DATE]))
            continue;
        if (n++ > 0)
            str_add_char(&head->extra, ',');
        json_add_string(&head->extra, head->dates.items[i]);
    }
    if (n_others > 1)
        str_add_char(&head->extra, ']');
}

enum status html_head_fill(struct html_head *head, struct article *article,
                           struct error *err)
{
    if (head->state != STATUS_OK)
        return error_no_memory(err);
    json_add_member(&head->extra, "description",
                    head->values[HEAD_DESCRIPTION]);
    add_other_dates(head);
    article->authors = head->authors.items;
    article->n_authors = head->authors.n_items;
    article->tags = head->tags.items;
    article->n_tags = head->tags.n_items;
    article->date_text = head->values[HEAD_DATE];
    article->source = head->values[HEAD_SOURCE];
    article->section = head->values[HEAD_SECTION];
    article->language = head->values[HEAD_LANGUAGE];
    article->url = head->values[HEAD_URL];
    article->extra = str_view(&head->extra);
    return str_status(&head->extra, err);
}
