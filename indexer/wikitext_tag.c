/*
 * Tags and entities of HTML in wikitext.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/wikitext_parts.h"

#include <libxml/HTMLparser.h>
#include <string.h>

/* Elements that are left out with all that is in them. */
static const char *const left_out[N_LEFT_OUT] = {
    "ref",    "math",     "gallery",  "style",
    "script", "timeline", "imagemap", "templatedata"};

/* To behind the tag that ends it; false: there is none. */
static bool skip_element(struct wiki *wiki, struct str_span name)
{
    struct str_span rest = wiki_rest(wiki);
    size_t i = 0;

    while (i + name.n_bytes + 2 < rest.n_bytes) {
        const char *tag = memchr(rest.bytes + i, '<', rest.n_bytes - i);

        if (tag == NULL)
            return false;
        i = (size_t)(tag - rest.bytes) + 1;
        if (i + name.n_bytes < rest.n_bytes && rest.bytes[i] == '/' &&
            wiki_starts_nocase(
                str_span(rest.bytes + i + 1, rest.n_bytes - i - 1), name)) {
            tag = memchr(rest.bytes + i, '>', rest.n_bytes - i);
            if (tag == NULL)
                return false;
            wiki->i += (size_t)(tag + 1 - rest.bytes);
            return true;
        }
    }
    return false;
}

static size_t name_bytes(struct str_span tag)
{
    size_t n = 0;

    while (n < tag.n_bytes && ((tag.bytes[n] | 0x20) >= 'a') &&
           ((tag.bytes[n] | 0x20) <= 'z'))
        n++;
    return n;
}

/* Leaves it out; where no end is found there is none further on either, and it
   is not looked for again. */
static void leave_out(struct wiki *wiki, struct str_span name)
{
    for (size_t i = 0; i < N_LEFT_OUT; i++)
        if (str_span_equal_nocase(name, str_span_of(left_out[i])) &&
            !wiki->is_endless[i])
            wiki->is_endless[i] = !skip_element(wiki, name);
}

bool wiki_read_tag(struct wiki *wiki)
{
    struct str_span rest = wiki_rest(wiki);
    const char *end;
    size_t n;

    if (str_span_starts(rest, SPAN("<!--"))) {
        end = memmem(rest.bytes, rest.n_bytes, "-->", 3);
        wiki->i = end != NULL ? wiki->i + (size_t)(end + 3 - rest.bytes)
                              : wiki->text.n_bytes;
        return true;
    }
    rest = str_span(rest.bytes + 1, rest.n_bytes - 1);
    if (rest.n_bytes > 0 && rest.bytes[0] == '/')
        rest = str_span(rest.bytes + 1, rest.n_bytes - 1);
    n = name_bytes(rest);
    end = memchr(rest.bytes, '>', rest.n_bytes < 2000 ? rest.n_bytes : 2000);
    if (n == 0 || end == NULL)
        return false;

    struct str_span name = str_span(rest.bytes, n);
    bool is_closing = rest.bytes[-1] == '/';
    bool is_empty = end[-1] == '/';

    wiki->i = (size_t)(end + 1 - wiki->text.bytes);
    if (str_span_equal_nocase(name, SPAN("br")))
        str_add_char(wiki->out, '\n');
    else if (!is_closing && !is_empty)
        leave_out(wiki, name);
    return true;
}

bool wiki_read_entity(struct wiki *wiki)
{
    struct str_span rest = wiki_rest(wiki);
    const char *end =
        memchr(rest.bytes, ';', rest.n_bytes < 12 ? rest.n_bytes : 12);
    char name[12];
    size_t n;

    if (end == NULL)
        return false;
    n = (size_t)(end - rest.bytes) - 1;
    memcpy(name, rest.bytes + 1, n);
    name[n] = '\0';

    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);

    if (entity == NULL || entity->value > 0xffff)
        return false;

    unsigned c = entity->value;

    if (c >= 0x800)
        str_add_char(wiki->out, (char)(0xe0 | (c >> 12)));
    if (c >= 0x800)
        str_add_char(wiki->out, (char)(0x80 | ((c >> 6) & 0x3f)));
    else if (c >= 0x80)
        str_add_char(wiki->out, (char)(0xc0 | (c >> 6)));
    str_add_char(wiki->out, (char)(c < 0x80 ? c : 0x80 | (c & 0x3f)));
    wiki->i += n + 2;
    return true;
}
