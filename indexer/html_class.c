/*
 * Names are cut into words ("relatedArticles" and "related-articles" are two),
 * and each is looked up. No name is proof: html_body.c weighs them against the
 * text that they stand on.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/html_class.h"

#include <string.h>
#include <strings.h>

/* Parts of MARK_BODY: "article-body" has one of each. */
#define PART_ARTICLE (1u << 8)
#define PART_BODY    (1u << 9)
/* Parts of what is only for machines that read aloud. */
#define PART_SCREEN (1u << 10)
#define PART_READER (1u << 11)

#define WORD_MAX_BYTES 24

/* A word that ends in '*' stands for all that begin so. Ordered by the first
   letter, which is all that the search relies on. */
static const struct class_word {
    const char *word;
    unsigned marks;
} words[] = {
    {"ad", MARK_BESIDE},
    {"ads", MARK_BESIDE},
    {"adsbygoogle", MARK_BESIDE},
    {"adslot", MARK_BESIDE},
    {"adv", MARK_BESIDE},
    {"advert*", MARK_BESIDE},
    {"also", MARK_BESIDE},
    {"anzeige*", MARK_BESIDE},
    {"archive", 0},
    {"articlebody", MARK_BODY},
    {"articlecontent", MARK_BODY},
    {"article*", PART_ARTICLE},
    {"artikel*", PART_ARTICLE},
    {"articulo", PART_ARTICLE},
    {"author*", MARK_BYLINE},
    {"autor*", MARK_BYLINE},
    {"auteur*", MARK_BYLINE},
    {"banner*", MARK_BESIDE},
    {"bio", MARK_BESIDE},
    {"biography", MARK_BESIDE},
    {"blog", PART_ARTICLE},
    {"blogpost", PART_ARTICLE},
    {"body", PART_BODY},
    {"bodytext", PART_BODY},
    {"bottom", 0},
    {"breadcrumb*", MARK_BESIDE},
    {"byline*", MARK_BYLINE},
    {"carousel*", MARK_BESIDE},
    {"categor*", 0},
    {"comment*", MARK_COMMENTS},
    {"comentario*", MARK_COMMENTS},
    {"consent*", MARK_BESIDE},
    {"content", PART_BODY},
    {"cookie*", MARK_BESIDE},
    {"copy", PART_BODY},
    {"copyright*", MARK_BESIDE},
    {"deck", MARK_LEAD},
    {"dek", MARK_LEAD},
    {"disqus*", MARK_COMMENTS},
    {"donat*", MARK_BESIDE},
    {"dropdown*", MARK_BESIDE},
    {"entry", PART_ARTICLE},
    {"excerpt", MARK_LEAD},
    {"feedback", MARK_BESIDE},
    {"flyout", MARK_BESIDE},
    {"follow", MARK_BESIDE},
    {"footer*", MARK_BESIDE},
    {"gdpr", MARK_BESIDE},
    {"hentry", MARK_ARTICLE},
    {"inhalt", PART_BODY},
    {"intro*", MARK_LEAD},
    {"jobs", MARK_BESIDE},
    {"kommentar*", MARK_COMMENTS},
    {"lead", MARK_LEAD},
    {"lede", MARK_LEAD},
    {"lightbox", MARK_BESIDE},
    {"login*", MARK_BESIDE},
    {"masthead", MARK_BESIDE},
    {"menu*", MARK_BESIDE},
    {"modal*", MARK_BESIDE},
    {"mostread", MARK_BESIDE},
    {"nav", MARK_BESIDE},
    {"navbar*", MARK_BESIDE},
    {"navi", MARK_BESIDE},
    {"navigation*", MARK_BESIDE},
    {"newsletter*", MARK_BESIDE},
    {"noprint", MARK_BESIDE},
    {"offcanvas", MARK_BESIDE},
    {"only", PART_READER},
    {"outbrain*", MARK_BESIDE},
    {"overlay*", MARK_BESIDE},
    {"pager", MARK_BESIDE},
    {"pagination*", MARK_BESIDE},
    {"pinglist", MARK_COMMENTS},
    {"poll", MARK_BESIDE},
    {"popular*", MARK_BESIDE},
    {"popup*", MARK_BESIDE},
    {"post", PART_ARTICLE},
    {"postcontent", MARK_BODY},
    {"postmeta", MARK_BESIDE},
    {"print", MARK_BESIDE},
    {"promo*", MARK_BESIDE},
    {"rating*", MARK_BESIDE},
    {"reader", PART_READER},
    {"readmore", MARK_BESIDE},
    {"recirc*", MARK_BESIDE},
    {"recommend*", MARK_BESIDE},
    {"register", MARK_BESIDE},
    {"relacionad*", MARK_BESIDE},
    {"related*", MARK_BESIDE},
    {"replies", MARK_COMMENTS},
    {"reply", MARK_COMMENTS},
    {"respond", MARK_COMMENTS},
    {"screen", PART_SCREEN},
    {"search*", MARK_BESIDE},
    {"share*", MARK_BESIDE},
    {"sharing*", MARK_BESIDE},
    {"sharedaddy", MARK_BESIDE},
    {"sidebar*", MARK_BESIDE},
    {"signin", MARK_BESIDE},
    {"signup", MARK_BESIDE},
    {"similar", MARK_BESIDE},
    {"skip", MARK_BESIDE},
    {"slider*", MARK_BESIDE},
    {"social*", MARK_BESIDE},
    {"sponsor*", MARK_BESIDE},
    {"sr", PART_SCREEN},
    {"standfirst", MARK_LEAD},
    {"story", PART_ARTICLE},
    {"storybody", MARK_BODY},
    {"subscri*", MARK_BESIDE},
    {"subnav*", MARK_BESIDE},
    {"summary", MARK_LEAD},
    {"taboola*", MARK_BESIDE},
    {"tagcloud", MARK_BESIDE},
    {"taglist", MARK_BESIDE},
    {"tags", MARK_BESIDE},
    {"teaser*", MARK_BESIDE},
    {"text", PART_BODY},
    {"ticker*", MARK_BESIDE},
    {"toc", MARK_BESIDE},
    {"toolbar*", MARK_BESIDE},
    {"topbar", MARK_BESIDE},
    {"trending*", MARK_BESIDE},
    {"vorspann", MARK_LEAD},
    {"werbung", MARK_BESIDE},
};

#define N_WORDS (sizeof(words) / sizeof(words[0]))

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool matches(const char *pattern, struct str_span word)
{
    size_t n = strlen(pattern);

    if (pattern[n - 1] == '*')
        return word.n_bytes >= n - 1 && memcmp(pattern, word.bytes, n - 1) == 0;
    return word.n_bytes == n && memcmp(pattern, word.bytes, n) == 0;
}

static size_t first_of_letter(char letter)
{
    size_t low = 0;
    size_t high = N_WORDS;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (words[middle].word[0] < letter)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static unsigned marks_of_word(struct str_span word)
{
    if (word.n_bytes == 0)
        return 0;
    for (size_t i = first_of_letter(word.bytes[0]);
         i < N_WORDS && words[i].word[0] == word.bytes[0]; i++)
        if (matches(words[i].word, word))
            return words[i].marks;
    return 0;
}

/* The marks of all words of a name or a list of names. */
static unsigned marks_of_names(const char *names)
{
    char word[WORD_MAX_BYTES];
    unsigned marks = 0;
    size_t n = 0;

    for (const char *c = names;; c++) {
        bool is_letter = is_lower(*c) || is_upper(*c);

        if (n > 0 && (!is_letter || (is_upper(*c) && is_lower(c[-1])))) {
            marks |= marks_of_word(str_span(word, n));
            n = 0;
        }
        if (*c == '\0')
            return marks;
        if (is_letter && n < sizeof(word))
            word[n++] = (char)(*c | 0x20);
    }
}

static unsigned join_parts(unsigned marks)
{
    const unsigned body = PART_ARTICLE | PART_BODY;
    const unsigned aloud = PART_SCREEN | PART_READER;

    if ((marks & aloud) == aloud)
        marks |= MARK_HIDDEN;
    if ((marks & (MARK_COMMENTS | MARK_BESIDE)) == 0 && (marks & body) == body)
        marks |= MARK_BODY;
    return marks & 0xff;
}

static unsigned marks_of_role(const char *role)
{
    static const char *const beside[] = {
        "navigation", "banner", "search",      "complementary", "contentinfo",
        "dialog",     "menu",   "alertdialog", "toolbar",       "form"};

    for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++)
        if (strcasecmp(role, beside[i]) == 0)
            return MARK_BESIDE;
    return 0;
}

static unsigned marks_of_property(const char *names)
{
    if (strcasestr(names, "articleBody") != NULL)
        return MARK_BODY;
    if (strcasestr(names, "author") != NULL)
        return MARK_BYLINE;
    return strcasecmp(names, "comment") == 0 ? MARK_COMMENTS : 0;
}

/* Of "display:none" and "visibility: hidden". */
static bool is_hiding(const char *style)
{
    const char *display = strcasestr(style, "display");

    if (display == NULL)
        return false;
    display += strlen("display");
    display += strspn(display, ": \t");
    return strncasecmp(display, "none", 4) == 0;
}

const char *html_attribute(const char *const *attributes, const char *name)
{
    for (; attributes != NULL && attributes[0] != NULL; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

unsigned html_class_marks(const char *const *attributes)
{
    unsigned marks = 0;

    for (; attributes != NULL && attributes[0] != NULL; attributes += 2) {
        const char *name = attributes[0];
        const char *value = attributes[1] != NULL ? attributes[1] : "";

        if (strcmp(name, "class") == 0 || strcmp(name, "id") == 0)
            marks |= marks_of_names(value);
        else if (strcmp(name, "role") == 0)
            marks |= marks_of_role(value);
        else if (strcmp(name, "rel") == 0)
            marks |= strcasecmp(value, "author") == 0 ? MARK_BYLINE : 0;
        else if (strcmp(name, "itemprop") == 0)
            marks |= marks_of_property(value);
        else if (strcmp(name, "hidden") == 0 ||
                 (strcmp(name, "style") == 0 && is_hiding(value)))
            marks |= MARK_HIDDEN;
    }
    return join_parts(marks);
}
