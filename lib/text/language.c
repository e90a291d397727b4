/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/language.h"

#include <string.h>

static const struct language rows[] = {
    {"af", "Afrikaans", NULL},
    {"ar", "Arabic", "arabic"},
    {"be", "Belarusian", NULL},
    {"bg", "Bulgarian", NULL},
    {"bn", "Bengali", NULL},
    {"bs", "Bosnian", NULL},
    {"ca", "Catalan", "catalan"},
    {"cs", "Czech", NULL},
    {"cy", "Welsh", NULL},
    {"da", "Danish", "danish"},
    {"de", "German", "german"},
    {"el", "Greek", "greek"},
    {"en", "English", "english"},
    {"eo", "Esperanto", NULL},
    {"es", "Spanish", "spanish"},
    {"et", "Estonian", NULL},
    {"eu", "Basque", "basque"},
    {"fa", "Persian", NULL},
    {"fi", "Finnish", "finnish"},
    {"fr", "French", "french"},
    {"ga", "Irish", "irish"},
    {"gl", "Galician", NULL},
    {"he", "Hebrew", NULL},
    {"hi", "Hindi", "hindi"},
    {"hr", "Croatian", NULL},
    {"hu", "Hungarian", "hungarian"},
    {"hy", "Armenian", "armenian"},
    {"id", "Indonesian", "indonesian"},
    {"is", "Icelandic", NULL},
    {"it", "Italian", "italian"},
    {"ja", "Japanese", NULL},
    {"ka", "Georgian", NULL},
    {"kk", "Kazakh", NULL},
    {"km", "Khmer", NULL},
    {"ko", "Korean", NULL},
    {"la", "Latin", NULL},
    {"lo", "Lao", NULL},
    {"lt", "Lithuanian", "lithuanian"},
    {"lv", "Latvian", NULL},
    {"mk", "Macedonian", NULL},
    {"mr", "Marathi", NULL},
    {"ms", "Malay", NULL},
    {"my", "Burmese", NULL},
    {"nb", "Norwegian Bokmål", "norwegian"},
    {"ne", "Nepali", "nepali"},
    {"nl", "Dutch", "dutch"},
    {"nn", "Norwegian Nynorsk", "norwegian"},
    {"no", "Norwegian", "norwegian"},
    {"pl", "Polish", NULL},
    /* an older English stemmer, for comparing with other programs */
    {"porter", "English (Porter)", "porter"},
    {"pt", "Portuguese", "portuguese"},
    {"ro", "Romanian", "romanian"},
    {"ru", "Russian", "russian"},
    {"sk", "Slovak", NULL},
    {"sl", "Slovenian", NULL},
    {"sq", "Albanian", NULL},
    {"sr", "Serbian", "serbian"},
    {"sv", "Swedish", "swedish"},
    {"sw", "Swahili", NULL},
    {"ta", "Tamil", "tamil"},
    {"te", "Telugu", NULL},
    {"th", "Thai", NULL},
    {"tl", "Tagalog", NULL},
    {"tr", "Turkish", "turkish"},
    {"uk", "Ukrainian", NULL},
    {"ur", "Urdu", NULL},
    {"uz", "Uzbek", NULL},
    {"vi", "Vietnamese", NULL},
    {"yi", "Yiddish", "yiddish"},
    {"zh", "Chinese", NULL},
};

/* Codes that ISO 639-1 has withdrawn but archives still hold. */
static const char *const old_codes[][2] = {
    {"in", "id"},
    {"iw", "he"},
    {"ji", "yi"},
    {"sh", "sr"},
};

const struct language *language_rows(size_t *ret_n_rows)
{
    *ret_n_rows = sizeof(rows) / sizeof(rows[0]);
    return rows;
}

static bool is_named(const struct language *row, struct str_span name)
{
    return str_span_equal_nocase(str_span_of(row->code), name) ||
           str_span_equal_nocase(str_span_of(row->name), name);
}

static const struct language *find(struct str_span name)
{
    for (size_t i = 0; i < sizeof(old_codes) / sizeof(old_codes[0]); i++) {
        if (str_span_equal_nocase(str_span_of(old_codes[i][0]), name))
            name = str_span_of(old_codes[i][1]);
    }
    size_t n_rows = sizeof(rows) / sizeof(rows[0]);
    for (size_t i = 0; i < n_rows; i++) {
        if (is_named(&rows[i], name))
            return &rows[i];
    }
    for (size_t i = 0; i < n_rows; i++) {
        if (rows[i].snowball != NULL &&
            str_span_equal_nocase(str_span_of(rows[i].snowball), name))
            return &rows[i];
    }
    return NULL;
}

const struct language *language_find(struct str_span name)
{
    const struct language *language = find(name);
    if (language != NULL)
        return language;
    size_t n_bytes = 0;
    while (n_bytes < name.n_bytes && name.bytes[n_bytes] != '-' &&
           name.bytes[n_bytes] != '_')
        n_bytes++;
    return n_bytes < 4 ? find(str_span(name.bytes, n_bytes)) : NULL;
}
