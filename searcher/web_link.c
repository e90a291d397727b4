/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/web_link.h"

#include "searcher/percent.h"
#include "searcher/web_escape.h"

void web_link_page(const struct web_visit *visit, struct str_span path,
                   struct str *out)
{
    percent_encode(visit->prefix, PERCENT_PATH, out);
    web_escape_text(out, path);
}

void web_link_query(const struct web_visit *visit, struct str_span query,
                    struct str *out)
{
    web_link_page(visit, SPAN("/search?q="), out);
    percent_encode(query, PERCENT_FORM, out);
}

/* Whether servers leave a path that ends in it as it is. */
static bool is_plain(struct str_span id)
{
    size_t n_segment = 0;
    bool is_dots = true;

    for (size_t i = 0; i <= id.n_bytes; i++) {
        if (i < id.n_bytes && id.bytes[i] == '\\')
            return false;
        if (i < id.n_bytes && id.bytes[i] != '/') {
            n_segment++;
            is_dots = is_dots && id.bytes[i] == '.';
            continue;
        }
        if (n_segment == 0 || (is_dots && n_segment <= 2))
            return false;
        n_segment = 0;
        is_dots = true;
    }
    return true;
}

/* "/a/ID.json", "/a/ID/p/7~3fa91c02?q=..." */
static void add_path(const struct web_target *target, struct str *out)
{
    str_add_char(out, '/');
    percent_encode(target->id, PERCENT_PATH, out);
    if (target->ending)
        str_add_text(out, target->ending);
    if (target->hash)
        str_add_format(out, "/p/%zu~%s", target->i_paragraph, target->hash);
    if (target->query.n_bytes > 0)
        str_add_text(out, "?q=");
}

/* "/a?id=ID&format=json", "/a?id=ID&p=7~3fa91c02&q=..." */
static void add_parameters(const struct web_target *target, struct str *out)
{
    str_add_text(out, "?id=");
    percent_encode(target->id, PERCENT_FORM, out);
    if (target->ending)
        str_add_format(out, "&format=%s", target->ending + 1);
    if (target->hash)
        str_add_format(out, "&p=%zu~%s", target->i_paragraph, target->hash);
    if (target->query.n_bytes > 0)
        str_add_text(out, "&q=");
}

void web_link_url(const struct web_visit *visit,
                  const struct web_target *target, struct str *out)
{
    percent_encode(visit->prefix, PERCENT_PATH, out);
    str_add_text(out, target->page);
    if (is_plain(target->id))
        add_path(target, out);
    else
        add_parameters(target, out);
    percent_encode(target->query, PERCENT_FORM, out);
    if (target->i_paragraph > 0 && !target->hash)
        str_add_format(out, "#p%zu", target->i_paragraph);
}

void web_link_target(const struct web_visit *visit,
                     const struct web_target *target, struct str *out)
{
    CLEANUP(str_release) struct str url = STR_INIT;

    web_link_url(visit, target, &url);
    web_escape_text(out, str_view(&url));
}
