/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/news_element.h"

#include "indexer/reader.h"

#include <string.h>

static const struct news_element elements[] = {
    /* items */
    {"nitf", NULL, NEWS_ITEM, 0, NULL, NULL, NULL},
    {"newsItem", NULL, NEWS_ITEM, 0, NULL, NULL, NULL},
    {"NewsItem", NULL, NEWS_ITEM, 0, NULL, NULL, NULL},
    {"packageItem", NULL, NEWS_NO_ITEM, 0, "a package, of no text of its own",
     NULL, NULL},
    {"conceptItem", NULL, NEWS_NO_ITEM, 0, "a concept, no article", NULL, NULL},
    {"knowledgeItem", NULL, NEWS_NO_ITEM, 0, "a list of concepts, no article",
     NULL, NULL},
    {"planningItem", NULL, NEWS_NO_ITEM, 0, "a plan, no article", NULL, NULL},
    /* NITF */
    {"title", "head", NEWS_TITLE, 1, NULL, NULL, NULL},
    {"hl1", "hedline", NEWS_TITLE, 4, NULL, NULL, NULL},
    {"hl1", "body.head", NEWS_TITLE, 4, NULL, NULL, NULL},
    {"hl2", "hedline", NEWS_KEEP, 0, "subtitle", NULL, NULL},
    {"hl2", "body.head", NEWS_KEEP, 0, "subtitle", NULL, NULL},
    {"byline", NULL, NEWS_FIELD, READER_AUTHOR, "byline", NULL, NULL},
    {"person", "byline", NEWS_FIELD, READER_AUTHOR, NULL, NULL, NULL},
    {"byttl", NULL, NEWS_KEEP, 0, "byline_title", NULL, NULL},
    {"distributor", NULL, NEWS_SOURCE, 4, NULL, NULL, NULL},
    {"pubdata", NULL, NEWS_SOURCE, 5, NULL, "name", NULL},
    {"doc.copyright", NULL, NEWS_SOURCE, 2, NULL, "holder", NULL},
    {"date.issue", NULL, NEWS_DATE, 4, NULL, "norm", NULL},
    {"story.date", NULL, NEWS_DATE, 3, NULL, "norm", NULL},
    {"doc-id", NULL, NEWS_FIELD, READER_ID, "doc_id", "id-string", NULL},
    {"keyword", NULL, NEWS_FIELD, READER_TAGS, NULL, "key", NULL},
    {"classifier", NULL, NEWS_FIELD, READER_TAGS, NULL, "value", NULL},
    {"tobject.subject", NULL, NEWS_FIELD, READER_TAGS, NULL,
     "tobject.subject.matter", "tobject.subject.type"},
    {"location", "identified-content", NEWS_FIELD, READER_TAGS, NULL, NULL,
     NULL},
    {"person", "identified-content", NEWS_FIELD, READER_TAGS, NULL, NULL, NULL},
    {"org", "identified-content", NEWS_FIELD, READER_TAGS, NULL, NULL, NULL},
    {"event", "identified-content", NEWS_FIELD, READER_TAGS, NULL, NULL, NULL},
    {"dateline", "body.head", NEWS_KEEP, 0, "dateline", NULL, NULL},
    {"abstract", "body.head", NEWS_KEEP, 0, "abstract", NULL, NULL},
    {"series", NULL, NEWS_KEEP, 0, "series", "series.name", NULL},
    {"ed-msg", NULL, NEWS_KEEP, 0, "note", "info", NULL},
    {"du-key", NULL, NEWS_KEEP, 0, "slugline", "key", NULL},
    {"tagline", NULL, NEWS_KEEP, 0, "tagline", NULL, NULL},
    {"bibliography", NULL, NEWS_KEEP, 0, "bibliography", NULL, NULL},
    {"rights", NULL, NEWS_KEEP, 0, "rights", NULL, NULL},
    {"media-caption", NULL, NEWS_KEEP, 0, "caption", NULL, NULL},
    {"media-producer", NULL, NEWS_KEEP, 0, "caption_by", NULL, NULL},
    {"media-metadata", NULL, NEWS_PASS, 0, NULL, NULL, NULL},
    {"media-object", NULL, NEWS_PASS, 0, NULL, NULL, NULL},
    {"body.content", NULL, NEWS_TEXT, 0, NULL, NULL, NULL},
    /* NewsML-G2 */
    {"provider", "itemMeta", NEWS_SOURCE, 3, NULL, "literal", "qcode"},
    {"contentCreated", NULL, NEWS_DATE, 4, NULL, NULL, NULL},
    {"firstCreated", "itemMeta", NEWS_DATE, 3, NULL, NULL, NULL},
    {"versionCreated", "itemMeta", NEWS_DATE, 2, NULL, NULL, NULL},
    {"creator", "contentMeta", NEWS_FIELD, READER_AUTHOR, NULL, "literal",
     NULL},
    {"by", "contentMeta", NEWS_FIELD, READER_AUTHOR, "byline", NULL, NULL},
    {"headline", NULL, NEWS_TITLE, 5, "subtitle", NULL, NULL},
    {"slugline", NULL, NEWS_KEEP, 0, "slugline", NULL, NULL},
    {"description", "contentMeta", NEWS_KEEP, 0, "description", NULL, NULL},
    {"dateline", "contentMeta", NEWS_KEEP, 0, "dateline", NULL, NULL},
    {"located", NULL, NEWS_KEEP, 0, "located", "literal", NULL},
    {"infoSource", "contentMeta", NEWS_KEEP, 0, "info_source", "literal",
     "uri"},
    {"language", "contentMeta", NEWS_FIELD, READER_LANG, NULL, "tag", NULL},
    {"subject", NULL, NEWS_FIELD, READER_TAGS, NULL, "literal", "qcode"},
    {"genre", NULL, NEWS_KEEP, 0, "genre", "literal", NULL},
    {"broader", NULL, NEWS_PASS, 0, NULL, NULL, NULL},
    {"sameAs", NULL, NEWS_PASS, 0, NULL, NULL, NULL},
    {"related", NULL, NEWS_PASS, 0, NULL, NULL, NULL},
    {"itemClass", NULL, NEWS_KEEP, 0, "item_class", "qcode", NULL},
    {"edNote", NULL, NEWS_KEEP, 0, "note", NULL, NULL},
    {"service", "itemMeta", NEWS_KEEP, 0, "service", NULL, NULL},
    {"copyrightNotice", NULL, NEWS_KEEP, 0, "rights", NULL, NULL},
    {"usageTerms", NULL, NEWS_KEEP, 0, "usage_terms", NULL, NULL},
    {"inlineXML", NULL, NEWS_TEXT, 0, NULL, NULL, NULL},
    {"inlineData", NULL, NEWS_DATA, 0, NULL, NULL, NULL},
    {"style", NULL, NEWS_PASS, 0, NULL, NULL, NULL},
    {"script", NULL, NEWS_PASS, 0, NULL, NULL, NULL},
    /* NewsML 1 */
    {"PublicIdentifier", NULL, NEWS_FIELD, READER_ID, NULL, NULL, NULL},
    {"FirstCreated", NULL, NEWS_DATE, 3, NULL, NULL, NULL},
    {"ThisRevisionCreated", NULL, NEWS_DATE, 2, NULL, NULL, NULL},
    {"HeadLine", NULL, NEWS_TITLE, 5, "subtitle", NULL, NULL},
    {"SubHeadLine", NULL, NEWS_KEEP, 0, "subtitle", NULL, NULL},
    {"ByLine", NULL, NEWS_FIELD, READER_AUTHOR, "byline", NULL, NULL},
    {"DateLine", NULL, NEWS_KEEP, 0, "dateline", NULL, NULL},
    {"SlugLine", NULL, NEWS_KEEP, 0, "slugline", NULL, NULL},
    {"KeywordLine", NULL, NEWS_FIELD, READER_TAGS, NULL, NULL, NULL},
    {"CopyrightLine", NULL, NEWS_KEEP, 0, "rights", NULL, NULL},
    {"Language", NULL, NEWS_FIELD, READER_LANG, NULL, "FormalName", NULL},
    {"Party", "Provider", NEWS_SOURCE, 3, NULL, "FormalName", NULL},
    {"DataContent", NULL, NEWS_TEXT, 0, NULL, NULL, NULL},
};

/* In a text: what begins a paragraph. */
static const char *const blocks[] = {
    "p",  "block", "hl1", "hl2", "h1", "h2",   "h3",         "h4", "h5",
    "h6", "div",   "li",  "ul",  "ol", "dl",   "dt",         "dd", "table",
    "tr", "bq",    "hr",  "pre", "fn", "note", "blockquote",
};

const struct news_element *news_element(const char *name, const char *parent)
{
    for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
        if (strcmp(elements[i].name, name) == 0 &&
            (elements[i].parent == NULL ||
             strcmp(elements[i].parent, parent) == 0))
            return &elements[i];
    return NULL;
}

bool news_is_block(const char *name)
{
    for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
        if (strcmp(blocks[i], name) == 0)
            return true;
    return false;
}
