/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/tongue.h"

#include "text/utf8.h"

#include <string.h>

/* Fewer words of a language, or a smaller share of all, tell nothing. */
#define MIN_HITS     4
#define MIN_DISTINCT 3
#define MIN_PERCENT  20
/* And with this share of the language that was thought of, it is that. */
#define SURE_PERCENT   25
#define MAX_WORD_BYTES 16
/* Of the words of a row. */
#define ROW_MAX_BYTES 160
/* An English text has a foreign letter now and then. */
#define BYTES_A_LETTER 150

/* The commonest words, as far as they tell the language from the others. In
   small letters, a space before and behind each. */
static const struct tongue_row {
    const char *code;
    const char *words;
} tongue_rows[] = {
    {"ca", " el els les i amb per que és una del dels són com més també aquest "
           "aquesta fins seva va ha han "},
    {"cs", " a je se na že to do jsou jako pro nebo který která které také "
           "byl byla jsem této ale podle mezi "},
    {"da",
     " og i det at er en til af på for ikke med der den som har jeg de et "
     "var blev efter eller hvor også "},
    {"de", " der die das und ist in den von zu mit sich des auf für nicht ein "
           "eine dem im auch als an werden wird oder aus bei nach einer "},
    {"en", " the of and to in is that for it was on are as with be this by at "
           "from or have an not you which "},
    {"es", " el la los las de que y en un una es por con para se del no su "
           "como más pero lo al ha está "},
    {"fi", " ja on ei se että oli hän kun niin mutta ovat myös tai joka jos "
           "kuin ole tämä sen ne voi vain jotka "},
    {"fr", " le la les de des et en un une du est que qui dans pour pas au sur "
           "par ce il plus sont avec ou cette vous "},
    {"hu", " a az és hogy nem is egy ez meg csak de volt van mint már vagy "
           "azt még lehet kell "},
    {"id",
     " yang dan di ini itu dengan untuk dari dalam tidak pada akan adalah "
     "ke karena juga oleh atau "},
    {"it", " il la di che e è per un una non in del della con sono le si da i "
           "nel alla anche più gli dei come "},
    {"nl", " de het een en van is dat in op te niet zijn met voor die er aan "
           "ook als om door naar bij maar "},
    {"no",
     " og i det er på en til som for av ikke med den har de at jeg et var "
     "fra eller etter ble også "},
    {"pl", " w i na się z do nie jest że to o jak po dla od przez oraz są "
           "ale które który być "},
    {"pt", " o a os as de que e do da em um uma não para com se por mais no na "
           "dos das como é ao são foi "},
    {"ro", " și în de la cu pe nu care este o un din a mai pentru că sunt "
           "fi au sau prin această "},
    {"sv", " och i att det som en på är av för med till den har inte om ett "
           "var de jag från eller kan när "},
    {"tr", " ve bir bu için ile da de olarak olan çok daha gibi ne ya ise "
           "veya sonra kadar değil en her "},
};

#define N_TONGUES (sizeof tongue_rows / sizeof *tongue_rows)

static const struct language *named(const char *code)
{
    return language_find(str_span_of(code));
}

/* ---- scripts */

enum script {
    SCRIPT_OTHER,
    SCRIPT_LATIN,
    SCRIPT_GREEK,
    SCRIPT_CYRILLIC,
    SCRIPT_ARMENIAN,
    SCRIPT_ARABIC,
    SCRIPT_DEVANAGARI,
    SCRIPT_TAMIL,
    SCRIPT_WITHOUT_STEMS, /* of languages that are not stemmed */
    N_SCRIPTS
};

static enum script script_of(uint32_t c)
{
    static const struct {
        uint32_t first;
        uint32_t last;
        enum script script;
    } ranges[] = {
        {'A', 'Z', SCRIPT_LATIN},
        {'a', 'z', SCRIPT_LATIN},
        {0x00C0, 0x024F, SCRIPT_LATIN},
        {0x0370, 0x03FF, SCRIPT_GREEK},
        {0x0400, 0x052F, SCRIPT_CYRILLIC},
        {0x0531, 0x0587, SCRIPT_ARMENIAN},
        {0x0620, 0x06D3, SCRIPT_ARABIC},
        {0x0900, 0x0963, SCRIPT_DEVANAGARI},
        {0x0B80, 0x0BFF, SCRIPT_TAMIL},
        {0x1E00, 0x1EFF, SCRIPT_LATIN},
        {0x1F00, 0x1FFF, SCRIPT_GREEK},
        {0x0E00, 0x0EFF, SCRIPT_WITHOUT_STEMS}, /* Thai, Lao */
        {0x3040, 0x9FFF, SCRIPT_WITHOUT_STEMS}, /* kana, ideographs */
        {0xAC00, 0xD7AF, SCRIPT_WITHOUT_STEMS}, /* Hangul */
    };

    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i].first && c <= ranges[i].last)
            return ranges[i].script;
    return SCRIPT_OTHER;
}

static bool has_any(struct str_span text, const char *const *letters)
{
    for (; *letters != NULL; letters++)
        if (memmem(text.bytes, text.n_bytes, *letters, strlen(*letters)))
            return true;
    return false;
}

static const struct language *of_cyrillic(struct str_span text)
{
    static const char *const ukrainian[] = {"і", "ї", "є", "ґ", NULL};
    static const char *const belarusian[] = {"ў", NULL};
    static const char *const serbian[] = {"ј", "ђ", "љ", "њ", "ћ", "џ", NULL};
    static const char *const russian[] = {"ы", "э", "ё", NULL};

    if (has_any(text, belarusian))
        return named("be");
    if (has_any(text, ukrainian))
        return named("uk");
    if (has_any(text, serbian))
        return named("sr");
    return has_any(text, russian) ? named("ru") : NULL;
}

static const struct language *of_arabic(struct str_span text)
{
    static const char *const urdu[] = {"ٹ", "ڈ", "ڑ", "ں", "ے", NULL};
    static const char *const persian[] = {"پ", "چ", "ژ", "گ", "ی", "ک", NULL};

    if (has_any(text, urdu))
        return named("ur");
    return named(has_any(text, persian) ? "fa" : "ar");
}

/* Whether the language is written in it, as far as we tell scripts apart. */
static bool is_written_in(const struct language *language, enum script script)
{
    static const struct {
        const char *code;
        enum script script;
    } rows[] = {
        {"ar", SCRIPT_ARABIC},     {"be", SCRIPT_CYRILLIC},
        {"bg", SCRIPT_CYRILLIC},   {"el", SCRIPT_GREEK},
        {"fa", SCRIPT_ARABIC},     {"hi", SCRIPT_DEVANAGARI},
        {"hy", SCRIPT_ARMENIAN},   {"kk", SCRIPT_CYRILLIC},
        {"mk", SCRIPT_CYRILLIC},   {"mr", SCRIPT_DEVANAGARI},
        {"ne", SCRIPT_DEVANAGARI}, {"ru", SCRIPT_CYRILLIC},
        {"sr", SCRIPT_CYRILLIC},   {"ta", SCRIPT_TAMIL},
        {"uk", SCRIPT_CYRILLIC},   {"ur", SCRIPT_ARABIC},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].code, language->code) == 0)
            return rows[i].script == script;
    return script == SCRIPT_LATIN;
}

static const struct language *of_script(struct str_span text,
                                        enum script script,
                                        const struct language *prior)
{
    const struct language *told = NULL;

    if (prior != NULL && is_written_in(prior, script))
        return prior;
    switch (script) {
    case SCRIPT_GREEK:
        told = named("el");
        break;
    case SCRIPT_CYRILLIC:
        told = of_cyrillic(text);
        break;
    case SCRIPT_ARMENIAN:
        told = named("hy");
        break;
    case SCRIPT_ARABIC:
        told = of_arabic(text);
        break;
    case SCRIPT_DEVANAGARI:
        told = named("hi");
        break;
    case SCRIPT_TAMIL:
        told = named("ta");
        break;
    case SCRIPT_OTHER:
    case SCRIPT_LATIN:
    case SCRIPT_WITHOUT_STEMS:
    case N_SCRIPTS:
        break;
    }
    return told != NULL ? told : prior;
}

static enum script main_script(struct str_span text)
{
    size_t n[N_SCRIPTS] = {0};
    enum script best = SCRIPT_LATIN;

    for (size_t i = 0; i < text.n_bytes;)
        n[script_of(utf8_next(text, &i))]++;
    for (enum script script = SCRIPT_LATIN; script < N_SCRIPTS; script++)
        if (n[script] > n[best])
            best = script;
    return best;
}

/* ---- small words */

/* A word in small letters, a space before and behind it. */
struct small_word {
    char bytes[MAX_WORD_BYTES + 2];
    size_t n_bytes;
};

static bool is_letter_byte(unsigned char byte)
{
    return byte >= 0x80 || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

/* The next word of the text from *at on; false at its end. Too long a one is
   empty. */
static bool next_word(struct str_span text, size_t *at, struct small_word *word)
{
    size_t n = 1;

    while (*at < text.n_bytes &&
           !is_letter_byte((unsigned char)text.bytes[*at]))
        ++*at;
    if (*at == text.n_bytes)
        return false;
    word->bytes[0] = ' ';
    for (; *at < text.n_bytes; ++*at, n++) {
        unsigned char byte = (unsigned char)text.bytes[*at];
        if (!is_letter_byte(byte))
            break;
        if (n > MAX_WORD_BYTES)
            continue;
        if (byte < 0x80)
            byte |= 0x20;
        else if (n > 1 && (unsigned char)word->bytes[n - 1] == 0xC3 &&
                 byte < 0x9F)
            byte |= 0x20; /* À to Þ */
        word->bytes[n] = (char)byte;
    }
    word->n_bytes = n <= MAX_WORD_BYTES ? n + 1 : 0;
    if (word->n_bytes > 0)
        word->bytes[n] = ' ';
    return true;
}

/* Hits of a row. Lists of names have the same little word again and again. */
struct tally {
    size_t n_words; /* of the text */
    size_t n_hits;
    size_t n_distinct;
};

static struct tally count_hits(struct str_span text, size_t i_row)
{
    const char *words = tongue_rows[i_row].words;
    size_t n_bytes = strlen(words);
    bool seen[ROW_MAX_BYTES] = {false};
    struct tally tally = {0, 0, 0};
    struct small_word word;

    for (size_t at = 0; next_word(text, &at, &word); tally.n_words++) {
        if (word.n_bytes == 0)
            continue;

        const char *hit = memmem(words, n_bytes, word.bytes, word.n_bytes);

        if (hit == NULL)
            continue;
        tally.n_hits++;
        tally.n_distinct += !seen[hit - words];
        seen[hit - words] = true;
    }
    return tally;
}

static bool is_telling(const struct tally *tally, size_t n_percent)
{
    return tally->n_hits >= MIN_HITS && tally->n_distinct >= MIN_DISTINCT &&
           tally->n_hits * 100 >= tally->n_words * n_percent;
}

static size_t row_of(const struct language *language)
{
    size_t i = 0;

    while (i < N_TONGUES && (language == NULL ||
                             strcmp(language->code, tongue_rows[i].code) != 0))
        i++;
    return i;
}

static const struct language *of_words(struct str_span text,
                                       const struct language *prior)
{
    size_t i_prior = row_of(prior);
    size_t i_best = 0;
    struct tally thought = {0, 0, 0};
    struct tally best = {0, 0, 0};

    if (i_prior < N_TONGUES)
        thought = count_hits(text, i_prior);
    /* Mostly it is what it was thought to be. */
    if (is_telling(&thought, SURE_PERCENT))
        return prior;
    for (size_t i = 0; i < N_TONGUES; i++) {
        struct tally tally = count_hits(text, i);

        if (tally.n_hits > best.n_hits) {
            best = tally;
            i_best = i;
        }
    }
    /* Of languages that are much alike the one that was thought of stays. */
    return is_telling(&best, MIN_PERCENT) &&
                   best.n_hits * 2 >= thought.n_hits * 3
               ? named(tongue_rows[i_best].code)
               : prior;
}

/* ---- */

/* Bytes that begin a letter which is neither ASCII nor, as a rule, a sign. */
static size_t count_foreign(struct str_span text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.n_bytes; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        n += (byte >= 0xC3) & (byte != 0xE2);
    }
    return n;
}

const struct language *tongue_of(struct str_span text,
                                 const struct language *prior)
{
    struct str_span sample =
        str_span(text.bytes, utf8_floor(text, TONGUE_SAMPLE_BYTES));

    if (prior != NULL && strcmp(prior->code, "en") == 0 &&
        count_foreign(sample) < 2 + sample.n_bytes / BYTES_A_LETTER)
        return prior;

    enum script script = main_script(sample);

    return script == SCRIPT_LATIN ? of_words(sample, prior)
                                  : of_script(sample, script, prior);
}
