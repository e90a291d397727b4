/*
 * What agencies send: NITF 2 and 3, NewsML 1 and NewsML-G2, also one inside of
 * the other; an article each item.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/news_items.h"
#include "indexer/xml_events.h"

static enum status read_news(struct input *input,
                             const struct reader_settings *settings,
                             const struct reader_sink *sink, struct error *err)
{
    struct loaded loaded = LOADED_INIT;
    bool is_read = false;
    enum status status = loaded_read(&loaded, input, settings,
                                     loaded_xml_charset, sink, &is_read, err);

    if (status == STATUS_OK && is_read)
        status = news_items_read(&loaded, sink, err);
    loaded_release(&loaded);
    return status;
}

static bool sniff_nitf(struct str_span head)
{
    return xml_begins_with(head, "nitf");
}

static bool sniff_newsml(struct str_span head)
{
    static const char *const names[] = {"newsItem",    "newsMessage",
                                        "NewsML",      "packageItem",
                                        "conceptItem", "knowledgeItem"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (xml_begins_with(head, names[i]))
            return true;
    return false;
}

static const char *const nitf_endings[] = {".nitf", NULL};
static const char *const newsml_endings[] = {".newsml", NULL};

const struct reader reader_nitf = {
    .name = "nitf",
    .endings = nitf_endings,
    .sniff = sniff_nitf,
    .read = read_news,
    .is_risky = true,
};

const struct reader reader_newsml = {
    .name = "newsml",
    .endings = newsml_endings,
    .sniff = sniff_newsml,
    .read = read_news,
    .is_risky = true,
};
