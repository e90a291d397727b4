/*
 * Tables: what a row has, in one line, which is a paragraph.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/wikitext_parts.h"

#include <string.h>

void wiki_add_gap(struct wiki *wiki, const char *gap)
{
    size_t n = wiki->out->n_bytes;

    while (n > 0 && wiki->out->bytes[n - 1] == ' ')
        str_truncate(wiki->out, --n);
    if (n > 0 && wiki->out->bytes[n - 1] != '\n' &&
        wiki->out->bytes[n - 1] != '\t')
        str_add_text(wiki->out, gap);
}

void wiki_end_block(struct wiki *wiki)
{
    size_t n;

    wiki_add_gap(wiki, "\n");
    n = wiki->out->n_bytes;
    if (n > 1 && wiki->out->bytes[n - 1] == '\n' &&
        wiki->out->bytes[n - 2] != '\n')
        str_add_char(wiki->out, '\n');
}

void wiki_skip_line(struct wiki *wiki)
{
    const char *end =
        memchr(wiki->text.bytes + wiki->i, '\n', wiki->text.n_bytes - wiki->i);

    wiki->i =
        end != NULL ? (size_t)(end - wiki->text.bytes) : wiki->text.n_bytes;
}

/* "style=x |" before what is in a cell. */
static void skip_attributes(struct wiki *wiki)
{
    struct str_span rest = wiki_rest(wiki);
    bool has_equals = false;

    for (size_t i = 0; i < rest.n_bytes && i < 300; i++) {
        char c = rest.bytes[i];

        if (c == '\n' || c == '[' || c == '{' ||
            (c == '|' && (!has_equals ||
                          rest.bytes[i + 1 < rest.n_bytes ? i + 1 : i] == '|')))
            return;
        if (c == '|') {
            wiki->i += i + 1;
            return;
        }
        has_equals |= c == '=';
    }
}

static void skip_spaces(struct wiki *wiki)
{
    while (wiki->i < wiki->text.n_bytes && wiki->text.bytes[wiki->i] == ' ')
        wiki->i++;
}

/* Behind the other cells of its row, wherever they stand. */
void wiki_start_cell(struct wiki *wiki)
{
    size_t n = wiki->out->n_bytes;

    if (!wiki->is_row_start && n > 0 && wiki->out->bytes[n - 1] == '\n')
        str_truncate(wiki->out, n - 1);
    if (wiki->is_row_start)
        wiki_end_block(wiki);
    else
        wiki_add_gap(wiki, "\t");
    wiki->is_row_start = false;
    skip_attributes(wiki);
    skip_spaces(wiki);
}

/* At the beginning of a line in a table. */
bool wiki_read_table_line(struct wiki *wiki)
{
    size_t off;

    if (wiki_is_at(wiki, SPAN("|}"))) {
        wiki->i += 2;
        (void)wiki_pop(wiki, OPEN_TABLE, &off);
        wiki_end_block(wiki);
        return true;
    }
    if (wiki_is_at(wiki, SPAN("|-"))) {
        wiki_skip_line(wiki);
        wiki_end_block(wiki);
        wiki->is_row_start = true;
        return true;
    }
    if (wiki_is_at(wiki, SPAN("|+"))) {
        wiki->i += 2;
    } else if (wiki_is_at(wiki, SPAN("|")) || wiki_is_at(wiki, SPAN("!"))) {
        wiki->i++;
        wiki_start_cell(wiki);
        return true;
    } else {
        return false;
    }
    skip_spaces(wiki);
    return true;
}
