/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_link.h"

#include "searcher/percent.h"
#include "searcher/permalink.h"
#include "searcher/web_escape.h"

#include <string.h>

void web_link_page(const struct web_visit *visit, struct str_span path,
                   struct str *out)
{
    str_add_span(out, visit->base);
    web_escape_text(out, path);
}

void web_link_query(const struct web_visit *visit, struct str_span query,
                    struct str *out)
{
    web_link_page(visit, SPAN("/search?q="), out);
    percent_encode(query, PERCENT_FORM, out);
}

/* Where on which page of an article it is. */
static void add_place(size_t i_paragraph, bool is_first, struct str *out)
{
    size_t n_before = (i_paragraph - 1) / WEB_PAGE_PARAGRAPHS;

    if (n_before > 0)
        str_add_format(out, "%cfrom=%zu", is_first ? '?' : '&',
                       n_before * WEB_PAGE_PARAGRAPHS + 1);
    str_add_format(out, "#p%zu", i_paragraph);
}

void web_link_url(const struct web_visit *visit,
                  const struct web_target *target, struct str *out)
{
    CLEANUP(str_release) struct str url = STR_INIT;

    permalink_add(visit->base, target->page, target->id, &url);
    /* Else "/a?id=ID", where everything else is a parameter, too. */
    bool is_path = memchr(str_view(&url).bytes, '?', url.n_bytes) == NULL;
    str_add_span(out, str_view(&url));
    if (target->ending)
        str_add_format(out, is_path ? ".%s" : "&format=%s", target->ending);
    if (target->hash)
        str_add_format(out, is_path ? "/p/%zu~%s" : "&p=%zu~%s",
                       target->i_paragraph, target->hash);
    if (target->query.n_bytes > 0) {
        str_add_text(out, is_path ? "?q=" : "&q=");
        percent_encode(target->query, PERCENT_FORM, out);
        is_path = false;
    }
    if (target->i_paragraph > 0 && !target->hash)
        add_place(target->i_paragraph, is_path, out);
}

void web_link_target(const struct web_visit *visit,
                     const struct web_target *target, struct str *out)
{
    CLEANUP(str_release) struct str url = STR_INIT;

    web_link_url(visit, target, &url);
    web_escape_text(out, str_view(&url));
}
