/*
 * The record of an article, version 1. Byte by byte in doc/index-format.md:
 *
 *   01 { tag length bytes }... checksum
 *
 * Tag and length are varints (7 bits a byte, low ones first). Fields that
 * decode to fixed members stand once, authors and tags as often as there are
 * any. Unknown tags are passed over, so that a later release can add one
 * without a new version.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/article.h"

#include "base/checksum.h"
#include "store/schema.h"

#include <string.h>

#define RECORD_VERSION 1
#define CHECKSUM_BYTES 8
#define DATE_BYTES     8

/* Never change one; doc/index-format.md lists them. */
enum record_tag {
    TAG_ID = 1,
    TAG_TITLE = 2,
    TAG_AUTHOR = 3,
    TAG_DATE_TEXT = 4,
    TAG_DATE = 5,
    TAG_SOURCE = 6,
    TAG_SECTION = 7,
    TAG_LANGUAGE = 8,
    TAG_URL = 9,
    TAG_TAG = 10,
    TAG_EXTRA = 11,
    TAG_PARAGRAPHS = 12,
    TAG_TEXT = 13,
};

/* ---- writing */

static void add_varint(struct str *out, uint64_t number)
{
    while (number >= 0x80) {
        str_add_char(out, (char)(0x80 | (number & 0x7f)));
        number >>= 7;
    }
    str_add_char(out, (char)number);
}

static void add_little_end(struct str *out, uint64_t number, size_t n_bytes)
{
    for (size_t i = 0; i < n_bytes; i++)
        str_add_char(out, (char)(number >> (8 * i) & 0xff));
}

static void add_field(struct str *out, enum record_tag tag,
                      struct str_span value)
{
    add_varint(out, tag);
    add_varint(out, value.n_bytes);
    str_add_span(out, value);
}

static void add_if_present(struct str *out, enum record_tag tag,
                           struct str_span value)
{
    if (value.n_bytes > 0)
        add_field(out, tag, value);
}

static enum status check_size(const struct article *article, struct error *err)
{
    size_t n_bytes = article->id.n_bytes + article->title.n_bytes +
                     article->date_text.n_bytes + article->source.n_bytes +
                     article->section.n_bytes + article->language.n_bytes +
                     article->url.n_bytes + article->text.n_bytes +
                     article->extra.n_bytes;
    for (size_t i = 0; i < article->n_authors; i++)
        n_bytes += article->authors[i].n_bytes;
    for (size_t i = 0; i < article->n_tags; i++)
        n_bytes += article->tags[i].n_bytes;
    if (n_bytes > ARTICLE_MAX_BYTES)
        return error_set(err, STATUS_TOO_BIG,
                         "the article has %zu bytes, %zu are the most", n_bytes,
                         ARTICLE_MAX_BYTES);
    if (article->n_paragraphs > ARTICLE_MAX_PARAGRAPHS)
        return error_set(err, STATUS_TOO_BIG,
                         "the article has %zu paragraphs, %d are the most",
                         article->n_paragraphs, ARTICLE_MAX_PARAGRAPHS);
    return STATUS_OK;
}

/* Each as distances from the one before: gap, length, stretches. */
static enum status add_paragraphs(const struct article *article,
                                  struct str *out, struct error *err)
{
    struct str numbers = STR_INIT;
    uint64_t end_bytes = 0;
    uint32_t i_stretch = 0;
    enum status status = STATUS_OK;
    add_varint(&numbers, article->n_paragraphs);
    for (size_t i = 0; i < article->n_paragraphs; i++) {
        const struct paragraph *p = &article->paragraphs[i];
        if (p->i_stretch > STRETCH_MAX) {
            status = error_set(err, STATUS_TOO_BIG,
                               "the article has more words than positions");
            goto out;
        }
        if (p->off_bytes < end_bytes || p->n_bytes == 0 ||
            (uint64_t)p->off_bytes + p->n_bytes > article->text.n_bytes ||
            (i > 0 && p->i_stretch <= i_stretch)) {
            status = error_set(err, STATUS_INTERNAL,
                               "paragraph %zu is out of order", i + 1);
            goto out;
        }
        add_varint(&numbers, p->off_bytes - end_bytes);
        add_varint(&numbers, p->n_bytes);
        add_varint(&numbers, p->i_stretch - i_stretch);
        end_bytes = (uint64_t)p->off_bytes + p->n_bytes;
        i_stretch = p->i_stretch;
    }
    status = str_status(&numbers, err);
    if (status == STATUS_OK)
        add_field(out, TAG_PARAGRAPHS, str_view(&numbers));
out:
    str_release(&numbers);
    return status;
}

static void add_date(const struct article *article, struct str *out)
{
    if (article->date_min == 0 && article->date_max == 0)
        return;
    add_varint(out, TAG_DATE);
    add_varint(out, DATE_BYTES);
    add_little_end(out, article->date_min, 4);
    add_little_end(out, article->date_max, 4);
}

enum status article_encode(const struct article *article, struct str *out,
                           struct error *err)
{
    enum status status = check_size(article, err);
    if (status != STATUS_OK)
        return status;
    size_t start = out->n_bytes;
    str_add_char(out, RECORD_VERSION);
    add_if_present(out, TAG_ID, article->id);
    add_if_present(out, TAG_TITLE, article->title);
    for (size_t i = 0; i < article->n_authors; i++)
        add_field(out, TAG_AUTHOR, article->authors[i]);
    add_if_present(out, TAG_DATE_TEXT, article->date_text);
    add_date(article, out);
    add_if_present(out, TAG_SOURCE, article->source);
    add_if_present(out, TAG_SECTION, article->section);
    add_if_present(out, TAG_LANGUAGE, article->language);
    add_if_present(out, TAG_URL, article->url);
    for (size_t i = 0; i < article->n_tags; i++)
        add_field(out, TAG_TAG, article->tags[i]);
    add_if_present(out, TAG_EXTRA, article->extra);
    if (article->n_paragraphs > 0)
        status = add_paragraphs(article, out, err);
    if (status != STATUS_OK)
        return status;
    add_if_present(out, TAG_TEXT, article->text);
    status = str_status(out, err);
    if (status != STATUS_OK)
        return status;
    struct str_span body = {out->bytes + start, out->n_bytes - start};
    add_little_end(out, checksum_of(body), CHECKSUM_BYTES);
    return str_status(out, err);
}

/* ---- reading: every length and number is checked, as the checksum only
   finds damage, not a record made to do harm. */

static bool read_varint(struct str_span *rest, uint64_t *ret_number)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (rest->n_bytes == 0)
            return false;
        uint64_t byte = (unsigned char)*rest->bytes;
        rest->bytes++;
        rest->n_bytes--;
        if (shift == 63 && byte > 1)
            return false;
        number |= (byte & 0x7f) << shift;
        if (byte < 0x80) {
            *ret_number = number;
            return true;
        }
    }
    return false;
}

static uint64_t read_little_end(const char *bytes, size_t n_bytes)
{
    uint64_t number = 0;
    for (size_t i = 0; i < n_bytes; i++)
        number |= (uint64_t)(unsigned char)bytes[i] << (8 * i);
    return number;
}

static bool read_field(struct str_span *rest, uint64_t *ret_tag,
                       struct str_span *ret_value)
{
    uint64_t n_bytes;
    if (!read_varint(rest, ret_tag) || !read_varint(rest, &n_bytes) ||
        n_bytes > rest->n_bytes)
        return false;
    *ret_value = str_span(rest->bytes, (size_t)n_bytes);
    rest->bytes += n_bytes;
    rest->n_bytes -= (size_t)n_bytes;
    return true;
}

static enum status corrupt(struct error *err)
{
    enum status status =
        error_set(err, STATUS_CORRUPT, "the record of an article is damaged");
    error_hint(err, "make the index anew from the articles");
    return status;
}

static enum status read_paragraphs(struct str_span rest, struct arena *arena,
                                   struct article *article, struct error *err)
{
    uint64_t n;
    /* Three numbers each, so no more memory than the record has bytes. */
    if (!read_varint(&rest, &n) || n == 0 || n > ARTICLE_MAX_PARAGRAPHS ||
        n > rest.n_bytes / 3)
        return corrupt(err);
    article->paragraphs =
        arena_alloc_array(arena, (size_t)n, sizeof(struct paragraph));
    if (!article->paragraphs)
        return error_no_memory(err);
    article->n_paragraphs = (size_t)n;
    uint64_t end_bytes = 0;
    uint64_t i_stretch = 0;
    for (size_t i = 0; i < article->n_paragraphs; i++) {
        uint64_t gap;
        uint64_t n_bytes;
        uint64_t n_stretches;
        if (!read_varint(&rest, &gap) || !read_varint(&rest, &n_bytes) ||
            !read_varint(&rest, &n_stretches))
            return corrupt(err);
        if (gap > article->text.n_bytes - end_bytes || n_bytes == 0 ||
            n_bytes > article->text.n_bytes - end_bytes - gap ||
            (i > 0 && n_stretches == 0) ||
            n_stretches > STRETCH_MAX - i_stretch)
            return corrupt(err);
        end_bytes += gap + n_bytes;
        i_stretch += n_stretches;
        article->paragraphs[i] = (struct paragraph){
            .off_bytes = (uint32_t)(end_bytes - n_bytes),
            .n_bytes = (uint32_t)n_bytes,
            .i_stretch = (uint32_t)i_stretch,
        };
    }
    return rest.n_bytes == 0 ? STATUS_OK : corrupt(err);
}

/* What a first pass finds: how long the arrays are, and the spans that the
   second pass can only read when it knows the text. */
struct outline {
    size_t n_authors;
    size_t n_tags;
    struct str_span paragraphs;
};

static void take_date(struct str_span value, struct article *article)
{
    article->date_min = (uint32_t)read_little_end(value.bytes, 4);
    article->date_max = (uint32_t)read_little_end(value.bytes + 4, 4);
}

/* The member that a field fills; NULL for those of another shape. */
static struct str_span *member_of(struct article *article, uint64_t tag)
{
    switch (tag) {
    case TAG_ID:
        return &article->id;
    case TAG_TITLE:
        return &article->title;
    case TAG_DATE_TEXT:
        return &article->date_text;
    case TAG_SOURCE:
        return &article->source;
    case TAG_SECTION:
        return &article->section;
    case TAG_LANGUAGE:
        return &article->language;
    case TAG_URL:
        return &article->url;
    case TAG_EXTRA:
        return &article->extra;
    case TAG_TEXT:
        return &article->text;
    default:
        return NULL;
    }
}

static bool read_members(struct str_span rest, struct article *article,
                         struct outline *outline)
{
    while (rest.n_bytes > 0) {
        uint64_t tag;
        struct str_span value;
        if (!read_field(&rest, &tag, &value))
            return false;
        struct str_span *member = member_of(article, tag);
        if (member)
            *member = value;
        else if (tag == TAG_PARAGRAPHS)
            outline->paragraphs = value;
        else if (tag == TAG_AUTHOR)
            outline->n_authors++;
        else if (tag == TAG_TAG)
            outline->n_tags++;
        else if (tag == TAG_DATE && value.n_bytes != DATE_BYTES)
            return false;
        else if (tag == TAG_DATE)
            take_date(value, article);
    }
    return article->text.n_bytes <= UINT32_MAX;
}

/* Reads the fields that may come again; read_members() has checked them. */
static enum status read_arrays(struct str_span rest, struct arena *arena,
                               const struct outline *outline,
                               struct article *article, struct error *err)
{
    if (outline->n_authors > 0)
        article->authors = arena_alloc_array(arena, outline->n_authors,
                                             sizeof(struct str_span));
    if (outline->n_tags > 0)
        article->tags =
            arena_alloc_array(arena, outline->n_tags, sizeof(struct str_span));
    if ((outline->n_authors > 0 && !article->authors) ||
        (outline->n_tags > 0 && !article->tags))
        return error_no_memory(err);
    uint64_t tag;
    struct str_span value;
    while (read_field(&rest, &tag, &value)) {
        if (tag == TAG_AUTHOR && article->n_authors < outline->n_authors)
            article->authors[article->n_authors++] = value;
        else if (tag == TAG_TAG && article->n_tags < outline->n_tags)
            article->tags[article->n_tags++] = value;
    }
    return STATUS_OK;
}

enum status article_decode(struct str_span record, struct arena *arena,
                           struct article *ret_article, struct error *err)
{
    if (record.n_bytes < 1 + CHECKSUM_BYTES)
        return corrupt(err);
    struct str_span body = {record.bytes, record.n_bytes - CHECKSUM_BYTES};
    if (read_little_end(body.bytes + body.n_bytes, CHECKSUM_BYTES) !=
        checksum_of(body))
        return corrupt(err);
    if (*body.bytes != RECORD_VERSION) {
        error_set(err, STATUS_OUTDATED,
                  "an article's record has version %d, known is %d",
                  (unsigned char)*body.bytes, RECORD_VERSION);
        error_hint(err, "use the release of lede that wrote the index");
        return STATUS_OUTDATED;
    }
    struct article article;
    struct outline outline = {0};
    memset(&article, 0, sizeof article);
    struct str_span fields = {body.bytes + 1, body.n_bytes - 1};
    if (!read_members(fields, &article, &outline))
        return corrupt(err);
    enum status status = read_arrays(fields, arena, &outline, &article, err);
    if (status == STATUS_OK && outline.paragraphs.n_bytes > 0)
        status = read_paragraphs(outline.paragraphs, arena, &article, err);
    if (status == STATUS_OK)
        *ret_article = article;
    return status;
}
