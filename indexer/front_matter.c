/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/front_matter.h"

#include <string.h>

struct matter {
    const struct front_matter_sink *sink;
    struct str_span rest; /* lines not read yet */
    unsigned line;        /* of the first of these */
    struct str_span name; /* of the value that is read */
    struct str value;     /* unquoted, or of several lines */
};

static struct str_span behind(struct str_span text, size_t n)
{
    return str_span(text.bytes + n, text.n_bytes - n);
}

static struct str_span take_line(struct str_span *rest)
{
    const char *end = memchr(rest->bytes, '\n', rest->n_bytes);
    size_t n = end != NULL ? (size_t)(end - rest->bytes) : rest->n_bytes;
    struct str_span line = str_span(rest->bytes, n);

    *rest = behind(*rest, end != NULL ? n + 1 : n);
    if (n > 0 && line.bytes[n - 1] == '\r')
        line.n_bytes--;
    return line;
}

static bool is_rule(struct str_span line, const char *rule)
{
    while (line.n_bytes > 0 && (line.bytes[line.n_bytes - 1] == ' ' ||
                                line.bytes[line.n_bytes - 1] == '\t'))
        line.n_bytes--;
    return str_span_equal(line, str_span_of(rule));
}

bool front_matter_split(struct str_span text, struct str_span *ret_matter,
                        struct str_span *ret_body)
{
    struct str_span rest = text;
    struct str_span start;

    if (text.n_bytes == 0 || !is_rule(take_line(&rest), "---"))
        return false;
    start = rest;
    while (rest.n_bytes > 0) {
        size_t n = (size_t)(rest.bytes - start.bytes);
        struct str_span line = take_line(&rest);

        if (!is_rule(line, "---") && !is_rule(line, "..."))
            continue;
        *ret_matter = str_span(start.bytes, n);
        *ret_body = rest;
        return true;
    }
    return false;
}

/* ---- scalars */

static size_t indent_of(struct str_span line)
{
    size_t n = 0;

    while (n < line.n_bytes && line.bytes[n] == ' ')
        n++;
    return n;
}

static bool is_blank(struct str_span line)
{
    return str_span_trim(line).n_bytes == 0;
}

static bool is_comment(struct str_span line)
{
    line = str_span_trim(line);
    return line.n_bytes > 0 && line.bytes[0] == '#';
}

/* Behind the quoted scalar that text begins with; 0: it does not end. */
static size_t quoted_length(struct str_span text)
{
    char quote = text.bytes[0];

    for (size_t i = 1; i < text.n_bytes; i++) {
        bool is_escape = quote == '"' && text.bytes[i] == '\\';
        bool is_doubled = quote == '\'' && text.bytes[i] == quote &&
                          i + 1 < text.n_bytes && text.bytes[i + 1] == quote;

        if (is_escape || is_doubled)
            i++;
        else if (text.bytes[i] == quote)
            return i + 1;
    }
    return 0;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void add_byte(struct str *out, unsigned byte)
{
    unsigned char bytes[1] = {(unsigned char)byte};

    str_add(out, (const char *)bytes, 1);
}

static void add_utf8(struct str *out, unsigned c)
{
    if (c < 0x80) {
        str_add_char(out, (char)c);
        return;
    }
    if (c < 0x800) {
        add_byte(out, (0xc0 | (c >> 6)));
    } else {
        add_byte(out, (0xe0 | (c >> 12)));
        add_byte(out, (0x80 | ((c >> 6) & 0x3f)));
    }
    add_byte(out, (0x80 | (c & 0x3f)));
}

/* The escape that text begins with, as its character; its length. What is
   unknown, or no character, stays as it is. */
static size_t add_escape(struct str *out, struct str_span text)
{
    static const char from[] = "nrt\"\\/ ";
    static const char to[] = "\n\r\t\"\\/ ";
    const char *known = NULL;
    size_t n_digits = 0;
    unsigned value = 0;

    if (text.n_bytes > 1) {
        n_digits = text.bytes[1] == 'x' ? 2 : text.bytes[1] == 'u' ? 4 : 0;
        known = text.bytes[1] != '\0' ? strchr(from, text.bytes[1]) : NULL;
    }

    if (known != NULL) {
        str_add_char(out, to[known - from]);
        return 2;
    }
    for (size_t i = 2; i < 2 + n_digits; i++) {
        int digit = i < text.n_bytes ? hex_value(text.bytes[i]) : -1;

        if (digit < 0)
            n_digits = 0;
        value = value * 16 + (unsigned)digit;
    }
    if (n_digits == 0 || value == 0 || (value >= 0xd800 && value < 0xe000)) {
        str_add_char(out, '\\');
        return 1;
    }
    add_utf8(out, value);
    return 2 + n_digits;
}

static void add_unquoted(struct str *out, struct str_span quoted)
{
    char quote = quoted.bytes[0];
    struct str_span text = str_span(quoted.bytes + 1, quoted.n_bytes - 2);

    for (size_t i = 0; i < text.n_bytes;) {
        char c = text.bytes[i];

        if (quote == '"' && c == '\\') {
            i += add_escape(out, behind(text, i));
        } else {
            str_add_char(out, c);
            i += quote == '\'' && c == '\'' ? 2 : 1;
        }
    }
}

/* A plain scalar ends at a comment. */
static struct str_span without_comment(struct str_span text)
{
    for (size_t i = 1; i < text.n_bytes; i++)
        if (text.bytes[i] == '#' &&
            (text.bytes[i - 1] == ' ' || text.bytes[i - 1] == '\t'))
            return str_span_trim(str_span(text.bytes, i));
    return text;
}

/* Whether text begins with what is not read: anchors, tags, maps. */
static bool is_foreign(struct str_span text)
{
    return text.n_bytes > 0 && strchr("&*!{%@`", text.bytes[0]) != NULL;
}

/* "name: x", which in a list or below a name is a map. */
static bool is_map(struct str_span text)
{
    if (text.n_bytes > 0 && (text.bytes[0] == '"' || text.bytes[0] == '\''))
        return false;
    text = without_comment(text);
    for (size_t i = 0; i < text.n_bytes; i++)
        if (text.bytes[i] == ':' &&
            (i + 1 == text.n_bytes || text.bytes[i + 1] == ' '))
            return true;
    return false;
}

/* False: it can't be read. */
static bool take_scalar(struct matter *matter, struct str_span text)
{
    size_t n;

    text = str_span_trim(text);
    if (is_foreign(text))
        return false;
    if (text.n_bytes == 0 || text.bytes[0] == '#')
        return true;
    if (text.bytes[0] != '"' && text.bytes[0] != '\'') {
        text = without_comment(text);
        if (!str_span_equal(text, SPAN("null")) &&
            !str_span_equal(text, SPAN("~")))
            matter->sink->value(matter->sink->context, matter->name, text);
        return true;
    }
    n = quoted_length(text);
    if (n == 0 || (!is_blank(behind(text, n)) && !is_comment(behind(text, n))))
        return false;
    str_reset(&matter->value);
    add_unquoted(&matter->value, str_span(text.bytes, n));
    matter->sink->value(matter->sink->context, matter->name,
                        str_view(&matter->value));
    return true;
}

/* ---- what is longer than a line */

/* [a, "b, c"]: text is all of it. */
static bool take_brackets(struct matter *matter, struct str_span text)
{
    size_t i = 1;

    for (;;) {
        size_t start;

        while (i < text.n_bytes && strchr(" \t\n", text.bytes[i]) != NULL)
            i++;
        start = i;
        if (i < text.n_bytes && strchr("\"'", text.bytes[i]) != NULL)
            i += quoted_length(behind(text, i));
        while (i < text.n_bytes && strchr(",]\n", text.bytes[i]) == NULL)
            i++;
        if (i == text.n_bytes || (i > start && text.bytes[start] == '[') ||
            !take_scalar(matter, str_span(text.bytes + start, i - start)))
            return false;
        if (text.bytes[i++] == ']')
            return is_blank(behind(text, i)) || is_comment(behind(text, i));
    }
}

/* Lines that are indented, or in a list; *ret_n how many there are. */
static struct str_span take_block(struct matter *matter, bool is_list)
{
    struct str_span block = matter->rest;
    struct str_span rest = matter->rest;
    size_t n_bytes = 0;

    while (rest.n_bytes > 0) {
        struct str_span line = take_line(&rest);

        if (!is_blank(line) && indent_of(line) == 0 &&
            !(is_list &&
              (is_comment(line) || str_span_starts(line, SPAN("- ")) ||
               str_span_equal(line, SPAN("-")))))
            break;
        n_bytes = (size_t)(rest.bytes - block.bytes);
        matter->line++;
    }
    block.n_bytes = n_bytes;
    matter->rest = behind(matter->rest, n_bytes);
    return block;
}

/* "- a" each line. */
static bool take_items(struct matter *matter, struct str_span block)
{
    size_t indent = SIZE_MAX;

    while (block.n_bytes > 0) {
        struct str_span line = take_line(&block);
        struct str_span item = str_span_trim(line);

        if (item.n_bytes == 0 || is_comment(line))
            continue;
        if (indent == SIZE_MAX)
            indent = indent_of(line);
        if (indent_of(line) != indent || item.bytes[0] != '-' ||
            (item.n_bytes > 1 && item.bytes[1] != ' '))
            return false;
        item = str_span_trim(behind(item, 1));
        if (is_map(item) || str_span_starts(item, SPAN("[")) ||
            str_span_starts(item, SPAN("- ")) || !take_scalar(matter, item))
            return false;
    }
    return true;
}

/* What stands behind "|" or ">": lines as they are, or as one. */
static void take_lines(struct matter *matter, struct str_span block, char kind)
{
    size_t indent = SIZE_MAX;

    str_reset(&matter->value);
    while (block.n_bytes > 0) {
        struct str_span line = take_line(&block);
        size_t n = indent_of(line);

        if (is_blank(line)) {
            str_add_char(&matter->value, '\n');
            continue;
        }
        if (indent == SIZE_MAX)
            indent = n;
        str_add_span(&matter->value, behind(line, n < indent ? n : indent));
        str_add_char(&matter->value, kind == '|' ? '\n' : ' ');
    }
    matter->sink->value(matter->sink->context, matter->name,
                        str_span_trim(str_view(&matter->value)));
}

/* A scalar of several lines, or brackets: all of it as one line. */
static bool take_folded(struct matter *matter, struct str_span first,
                        struct str_span block)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    struct str_span view;

    str_add_span(&text, str_span_trim(first));
    while (block.n_bytes > 0) {
        struct str_span line = take_line(&block);

        if (is_comment(line))
            continue;
        str_add_char(&text, ' ');
        str_add_span(&text, str_span_trim(line));
    }
    view = str_span_trim(str_view(&text));
    return str_span_starts(view, SPAN("[")) ? take_brackets(matter, view)
                                            : take_scalar(matter, view);
}

/* ---- entries */

/* "name:" and what stands behind it; false: something else. */
static bool split_entry(struct str_span line, struct str_span *ret_name,
                        struct str_span *ret_value)
{
    size_t n = 0;

    if (line.n_bytes > 0 && strchr("\"'", line.bytes[0]) != NULL)
        n = quoted_length(line);
    while (n < line.n_bytes &&
           !(line.bytes[n] == ':' &&
             (n + 1 == line.n_bytes || strchr(" \t", line.bytes[n + 1]))))
        n++;
    if (n == 0 || n >= line.n_bytes || is_foreign(line) ||
        strchr("-?[ \t", line.bytes[0]) != NULL)
        return false;
    *ret_name = str_span_trim(str_span(line.bytes, n));
    *ret_value = str_span_trim(behind(line, n + 1));
    /* A quote that is not closed is a letter of the name. */
    if (strchr("\"'", line.bytes[0]) != NULL &&
        quoted_length(*ret_name) == ret_name->n_bytes)
        *ret_name = str_span(ret_name->bytes + 1, ret_name->n_bytes - 2);
    return true;
}

static bool take_entry(struct matter *matter, struct str_span value,
                       struct str_span block)
{
    struct str_span plain = without_comment(value);

    if (value.n_bytes == 0 || value.bytes[0] == '#')
        return is_blank(block) || take_items(matter, block);
    if (plain.n_bytes <= 3 && strchr("|>", plain.bytes[0]) != NULL) {
        take_lines(matter, block, plain.bytes[0]);
        return true;
    }
    /* "- x" below a value is no list, and no YAML. */
    return take_folded(matter, value, block);
}

/* Brackets are closed at the begin of a line by many who write them. */
static bool is_unclosed(struct str_span value, struct str_span block)
{
    return str_span_starts(value, SPAN("[")) &&
           memchr(value.bytes, ']', value.n_bytes) == NULL &&
           (block.n_bytes == 0 ||
            memchr(block.bytes, ']', block.n_bytes) == NULL);
}

static void take_closing(struct matter *matter, struct str_span *block)
{
    struct str_span rest = matter->rest;

    if (!str_span_starts(rest, SPAN("]")))
        return;
    (void)take_line(&rest);
    block->n_bytes += (size_t)(rest.bytes - matter->rest.bytes);
    matter->rest = rest;
    matter->line++;
}

enum status front_matter_read(struct str_span text,
                              const struct front_matter_sink *sink,
                              struct error *err)
{
    struct matter matter = {.sink = sink, .rest = text, .line = 2};
    enum status status;

    while (matter.rest.n_bytes > 0) {
        const char *start = matter.rest.bytes;
        unsigned line_number = matter.line++;
        struct str_span line = take_line(&matter.rest);
        struct str_span value;
        struct str_span block;
        bool is_entry;

        if (is_blank(line) || is_comment(line))
            continue;
        matter.name = str_span("", 0);
        is_entry = split_entry(line, &matter.name, &value);
        block = take_block(
            &matter, is_entry && (value.n_bytes == 0 || value.bytes[0] == '#'));
        if (is_entry && is_unclosed(value, block))
            take_closing(&matter, &block);
        if (!is_entry || !take_entry(&matter, value, block))
            sink->unread(sink->context, matter.name,
                         str_span(start, (size_t)(matter.rest.bytes - start)),
                         line_number);
    }
    status = str_status(&matter.value, err);
    str_release(&matter.value);
    return status;
}
