/*
 * XML as events, by libxml2's push parser: no tree, no network, no entities but
 * XML's own five and HTML's names, which people use without declaring them.
 * Nothing external is ever fetched, and what one entity says is not expanded.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_INDEXER_XML_EVENTS_H
#define LEDE_INDEXER_XML_EVENTS_H

#include "indexer/input.h"

struct xml_attributes {
    const unsigned char *const *items; /* private */
    int n;
};

/* Whether head is a document whose first element has this local name; a mark,
   comments and the like may stand before it. */
bool xml_begins_with(struct str_span head, const char *name);

/* The value of the attribute of this local name; *ret_is_there. */
struct str_span xml_attribute(const struct xml_attributes *attributes,
                              const char *name, bool *ret_is_there);

/* Local names, without prefix; space is the namespace, "" if there is none.
   False ends the parse. Texts may come in pieces. */
struct xml_events {
    void *context;
    bool (*start)(void *context, const char *name, const char *space,
                  const struct xml_attributes *attributes);
    bool (*end)(void *context, const char *name, const char *space);
    bool (*text)(void *context, struct str_span text);
};

/*
 * Parses what is UTF-8, whatever it declares. STATUS_BAD_TEXT with a reason
 * when it ends early: STATUS_OK too if events ended it. Markup that is wrong
 * is mended where that can be. Of an input, bytes that are no UTF-8 are
 * repaired, and *n_repaired goes up by them before the events have them; a
 * text must be clean.
 */
MUST_CHECK enum status xml_parse_input(struct input *input,
                                       const struct xml_events *events,
                                       size_t *n_repaired, struct error *err);
MUST_CHECK enum status xml_parse_text(struct str_span text,
                                      const struct xml_events *events,
                                      struct error *err);

#endif
