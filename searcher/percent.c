/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/percent.h"

#include <string.h>

static bool is_letter_or_digit(unsigned char byte)
{
    return (byte >= '0' && byte <= '9') ||
           ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

static bool stands_for_itself(unsigned char byte, enum percent_set set)
{
    static const char *const others[] = {
        [PERCENT_SEGMENT] = "-._~",
        [PERCENT_FORM] = "-._~:/",
        [PERCENT_PATH] = "-._~/",
        [PERCENT_FRAGMENT] = "._~",
    };

    return is_letter_or_digit(byte) ||
           (byte != '\0' && byte < 0x80 && strchr(others[set], byte) != NULL);
}

/* By hand: a query may be 60,000 of them, in each of an answer's links. */
static void add_escape(unsigned char byte, struct str *out)
{
    static const char digits[] = "0123456789ABCDEF";
    const char escape[] = {'%', digits[byte >> 4], digits[byte & 15]};

    str_add(out, escape, sizeof(escape));
}

void percent_encode(struct str_span bytes, enum percent_set set,
                    struct str *out)
{
    for (size_t i = 0; i < bytes.n_bytes; i++) {
        unsigned char byte = (unsigned char)bytes.bytes[i];
        if (stands_for_itself(byte, set))
            str_add_char(out, (char)byte);
        else if (byte == ' ' && set == PERCENT_FORM)
            str_add_char(out, '+');
        else
            add_escape(byte, out);
    }
}

/* 16 for what is no digit. */
static unsigned digit_of(char byte)
{
    if (byte >= '0' && byte <= '9')
        return (unsigned)(byte - '0');
    unsigned letter = (unsigned char)byte | 0x20U;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : 16;
}

bool percent_decode(struct str_span text, bool is_form, struct str *out)
{
    for (size_t i = 0; i < text.n_bytes; i++) {
        char byte = text.bytes[i];
        if (byte == '+' && is_form)
            byte = ' ';
        if (byte != '%') {
            str_add_char(out, byte);
            continue;
        }
        if (text.n_bytes - i < 3)
            return false;
        unsigned high = digit_of(text.bytes[i + 1]);
        unsigned low = digit_of(text.bytes[i + 2]);
        if (high > 15 || low > 15)
            return false;
        str_add_char(out, (char)(high << 4 | low));
        i += 2;
    }
    return true;
}
