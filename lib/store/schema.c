/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/schema.h"

/* clang-format off */
static const struct schema_row rows[] = {
    {FIELD_TEXT, FIELD_KIND_STEMMED, "text", "",
     "words of the title and of the text"},
    {FIELD_TITLE, FIELD_KIND_STEMMED, "title", "S",
     "words of the title"},
    {FIELD_AUTHOR, FIELD_KIND_WORDS, "author", "A",
     "words of the authors' names"},
    {FIELD_SOURCE, FIELD_KIND_WORDS, "source", "XSOURCE",
     "words of the name of the paper, site or list"},
    {FIELD_SECTION, FIELD_KIND_WORDS, "section", "XSECTION",
     "words of the name of the section"},
    {FIELD_TAG, FIELD_KIND_VALUE, "tag", "K",
     "a tag, whole"},
    {FIELD_LANGUAGE, FIELD_KIND_VALUE, "lang", "L",
     "the language's code"},
    {FIELD_DATE, FIELD_KIND_DATE, "date", "D",
     "the day; with Y the year, with M the month"},
    {FIELD_URL, FIELD_KIND_VALUE, "url", "U",
     "the address, whole"},
    {FIELD_TYPE, FIELD_KIND_VALUE, "type", "T",
     "the form that it came in: text, html or jsonl"},
    {FIELD_PATH, FIELD_KIND_PATH, "path", "P",
     "the file it came from, or a folder of it: 1906/"},
    {FIELD_ID, FIELD_KIND_ID, "id", "Q",
     "the article's id; unique"},
};

static const struct schema_slot slots[] = {
    {SLOT_DATE_MIN, "date_min", "first day of the date, yyyymmdd"},
    {SLOT_DATE_MAX, "date_max", "last day of the date, yyyymmdd"},
    {SLOT_TITLE, "title", "the folded title, first 64 bytes"},
    {SLOT_SOURCE, "source", "the source as given"},
    {SLOT_SECTION, "section", "the section as given"},
    {SLOT_LANGUAGE, "lang", "the language as given"},
    {SLOT_PARAGRAPHS, "paragraphs", "how many, 10 decimal digits"},
    {SLOT_WORDS, "words", "positions taken by title and text, 10 digits"},
    {SLOT_INDEXED, "indexed", "day of the run that took it, UTC, yyyymmdd"},
    {SLOT_SKETCH, "sketch", "sample of its shingles, by which reprints are known"},
    {SLOT_AUTHORS, "authors", "the authors as given, a list"},
    {SLOT_TAGS, "tags", "the tags as given, a list"},
};
/* clang-format on */

#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))

uint32_t schema_first_position(uint32_t i_stretch)
{
    return i_stretch == 0 ? 1 : i_stretch * STRETCH_POSITIONS;
}

uint32_t schema_next_stretch(uint32_t i_stretch, uint32_t n_words)
{
    uint64_t free_from = (uint64_t)i_stretch * STRETCH_POSITIONS + n_words +
                         PARAGRAPH_GAP + (i_stretch == 0);
    uint64_t next = (free_from + STRETCH_POSITIONS - 1) / STRETCH_POSITIONS;
    return next > UINT32_MAX ? UINT32_MAX : (uint32_t)next;
}

const struct schema_row *schema_rows(size_t *ret_n_rows)
{
    *ret_n_rows = COUNT_OF(rows);
    return rows;
}

const struct schema_row *schema_row(enum field field)
{
    return &rows[field];
}

const struct schema_row *schema_find(struct str_span name)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (str_span_equal(name, str_span_of(rows[i].name)))
            return &rows[i];
    return NULL;
}

const char *schema_kind_name(enum field_kind kind)
{
    switch (kind) {
    case FIELD_KIND_STEMMED:
        return "stemmed";
    case FIELD_KIND_WORDS:
        return "words";
    case FIELD_KIND_VALUE:
        return "value";
    case FIELD_KIND_DATE:
        return "date";
    case FIELD_KIND_PATH:
        return "path";
    case FIELD_KIND_ID:
        return "id";
    }
    return "";
}

const struct schema_slot *schema_slots(size_t *ret_n_slots)
{
    *ret_n_slots = COUNT_OF(slots);
    return slots;
}
