/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/fuzzy.h"

#include "text/utf8.h"

#include <string.h>

/* A row of the table: what the first letters of the term make of each
   beginning of the word. Only cells within the edits of the diagonal count;
   beside them stands a wall. */
struct row {
    size_t end_bytes; /* of the term, behind the row's letter */
    uint32_t letter;
    uint8_t least;
    uint8_t *cells; /* n_letters + 1 */
};

struct fuzzy {
    uint32_t *letters; /* of the word */
    size_t n_letters;
    size_t n_edits;
    bool is_scanned; /* confusions instead of edits */
    struct row *rows;
    size_t n_rows;     /* that are reckoned; the first is of no letters */
    size_t n_same;     /* bytes of the last term that the rows still fit */
    size_t dead_bytes; /* no term that begins like this can match; 0: none */
};

/* ---- what scanning confuses; each row goes both ways, in folded letters */

struct confusion {
    char one[3];
    char other[3];
};

static const struct confusion confusions[] = {
    {"m", "rn"}, {"d", "cl"}, {"u", "ii"}, {"h", "b"}, {"c", "e"},
    {"f", "s"},  {"1", "l"},  {"1", "i"},  {"l", "i"}, {"0", "o"},
};

/* Whether the n letters that end at `end` are these. */
static bool ends_in(const char *wanted, const uint32_t *end, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (end[(ptrdiff_t)i - (ptrdiff_t)n] != (unsigned char)wanted[i])
            return false;
    return true;
}

static bool is_confused(const uint32_t *a_end, size_t n_a,
                        const uint32_t *b_end, size_t n_b)
{
    for (size_t i = 0; i < sizeof confusions / sizeof *confusions; i++) {
        const struct confusion *pair = &confusions[i];
        size_t n_one = strlen(pair->one);
        size_t n_other = strlen(pair->other);
        if (n_one == n_a && n_other == n_b && ends_in(pair->one, a_end, n_a) &&
            ends_in(pair->other, b_end, n_b))
            return true;
        if (n_one == n_b && n_other == n_a && ends_in(pair->one, b_end, n_b) &&
            ends_in(pair->other, a_end, n_a))
            return true;
    }
    return false;
}

/* ---- making */

static enum status read_letters(struct fuzzy *fuzzy, struct str_span word,
                                struct arena *arena, struct error *err)
{
    fuzzy->letters =
        arena_alloc_array(arena, word.n_bytes + 1, sizeof *fuzzy->letters);
    if (!fuzzy->letters)
        return error_no_memory(err);
    for (size_t at = 0; at < word.n_bytes;)
        fuzzy->letters[fuzzy->n_letters++] = utf8_next(word, &at);
    return STATUS_OK;
}

enum status fuzzy_make(struct str_span word, uint32_t n_edits,
                       struct arena *arena, struct fuzzy **ret_fuzzy,
                       struct error *err)
{
    struct fuzzy *fuzzy = ARENA_NEW(arena, struct fuzzy);
    if (!fuzzy)
        return error_no_memory(err);
    fuzzy->is_scanned = n_edits == 0;
    fuzzy->n_edits =
        n_edits == 0 || n_edits > FUZZY_MAX_EDITS ? FUZZY_MAX_EDITS : n_edits;
    enum status status = read_letters(fuzzy, word, arena, err);
    if (status != STATUS_OK)
        return status;
    /* A term with more letters than this is dead at the last of the rows. */
    size_t n_rows = fuzzy->n_letters + fuzzy->n_edits + 2;
    size_t n_cells = fuzzy->n_letters + 1;
    fuzzy->rows = arena_alloc_array(arena, n_rows, sizeof *fuzzy->rows);
    uint8_t *cells = arena_alloc_array(arena, n_rows, n_cells);
    if (!fuzzy->rows || !cells)
        return error_no_memory(err);
    for (size_t i = 0; i < n_rows; i++)
        fuzzy->rows[i].cells = cells + i * n_cells;
    for (size_t j = 0; j < n_cells; j++) {
        size_t most = fuzzy->n_edits + 1;
        size_t cost = fuzzy->is_scanned && j > 0 ? most : j;
        fuzzy->rows[0].cells[j] = (uint8_t)(cost < most ? cost : most);
    }
    fuzzy->n_rows = 1;
    *ret_fuzzy = fuzzy;
    return STATUS_OK;
}

/* ---- one cell */

static size_t least_of(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t swap_cost(const struct fuzzy *fuzzy, size_t i, size_t j)
{
    const struct row *rows = fuzzy->rows;
    const uint32_t *word = fuzzy->letters;
    if (i < 2 || j < 2 || rows[i].letter != word[j - 2] ||
        rows[i - 1].letter != word[j - 1])
        return fuzzy->n_edits + 1;
    return rows[i - 2].cells[j - 2] + (size_t)1;
}

static size_t edit_cost(const struct fuzzy *fuzzy, size_t i, size_t j)
{
    const struct row *row = &fuzzy->rows[i];
    const uint8_t *above = fuzzy->rows[i - 1].cells;
    size_t cost = above[j] + (size_t)1;
    if (j == 0)
        return cost;
    cost = least_of(cost, row->cells[j - 1] + (size_t)1);
    cost = least_of(cost, above[j - 1] +
                              (size_t)(row->letter != fuzzy->letters[j - 1]));
    return least_of(cost, swap_cost(fuzzy, i, j));
}

static size_t scan_cost(const struct fuzzy *fuzzy, size_t i, size_t j)
{
    const struct row *rows = fuzzy->rows;
    const uint32_t *word_end = fuzzy->letters + j;
    uint32_t term[2] = {i > 1 ? rows[i - 1].letter : 0, rows[i].letter};
    const uint32_t *term_end = term + 2;
    size_t cost = fuzzy->n_edits + 1;
    if (j == 0)
        return cost;
    if (rows[i].letter == word_end[-1])
        return least_of(rows[i - 1].cells[j - 1], cost);
    if (rows[i - 1].cells[j - 1] + (size_t)1 < cost &&
        is_confused(term_end, 1, word_end, 1))
        cost = rows[i - 1].cells[j - 1] + (size_t)1;
    return cost;
}

/* A pair of letters against one. */
static size_t pair_cost(const struct fuzzy *fuzzy, size_t i, size_t j)
{
    const struct row *rows = fuzzy->rows;
    const uint32_t *word_end = fuzzy->letters + j;
    uint32_t term[2] = {i > 1 ? rows[i - 1].letter : 0, rows[i].letter};
    size_t cost = fuzzy->n_edits + 1;
    if (i > 1 && j > 0 && rows[i - 2].cells[j - 1] + (size_t)1 < cost &&
        is_confused(term + 2, 2, word_end, 1))
        cost = rows[i - 2].cells[j - 1] + (size_t)1;
    if (j > 1 && rows[i - 1].cells[j - 2] + (size_t)1 < cost &&
        is_confused(term + 2, 1, word_end, 2))
        cost = rows[i - 1].cells[j - 2] + (size_t)1;
    return cost;
}

/* ---- a row, and a term */

static void reckon_row(struct fuzzy *fuzzy, size_t i)
{
    struct row *row = &fuzzy->rows[i];
    size_t n_edits = fuzzy->n_edits;
    size_t wall = n_edits + 1;
    size_t first = i > n_edits ? i - n_edits : 0;
    size_t last = least_of(i + n_edits, fuzzy->n_letters);
    row->least = (uint8_t)wall;
    if (first > 0 && first - 1 <= fuzzy->n_letters)
        row->cells[first - 1] = (uint8_t)wall;
    for (size_t j = first; j <= last; j++) {
        size_t cost = fuzzy->is_scanned ? least_of(scan_cost(fuzzy, i, j),
                                                   pair_cost(fuzzy, i, j))
                                        : edit_cost(fuzzy, i, j);
        row->cells[j] = (uint8_t)least_of(cost, wall);
        if (row->cells[j] < row->least)
            row->least = row->cells[j];
    }
    if (last < fuzzy->n_letters)
        row->cells[last + 1] = (uint8_t)wall;
}

/* A swap, or a pair, reaches back over a row, at the cost of an edit. */
static bool is_dead(const struct fuzzy *fuzzy, size_t i)
{
    return fuzzy->rows[i].least > fuzzy->n_edits &&
           (size_t)fuzzy->rows[i - 1].least + 1 > fuzzy->n_edits;
}

bool fuzzy_matches(struct fuzzy *fuzzy, struct str_span term, size_t n_same,
                   uint32_t *ret_n_edits)
{
    size_t n_most = fuzzy->n_letters + fuzzy->n_edits + 2;
    fuzzy->n_same = least_of(fuzzy->n_same, n_same);
    if (fuzzy->dead_bytes > 0 && fuzzy->n_same >= fuzzy->dead_bytes)
        return false;
    fuzzy->dead_bytes = 0;
    size_t i = fuzzy->n_rows - 1;
    while (fuzzy->rows[i].end_bytes > fuzzy->n_same)
        i--;
    size_t at = fuzzy->rows[i].end_bytes;
    while (at < term.n_bytes) {
        if (++i == n_most)
            return false; /* the row before was dead already */
        fuzzy->rows[i].letter = utf8_next(term, &at);
        fuzzy->rows[i].end_bytes = at;
        reckon_row(fuzzy, i);
        if (is_dead(fuzzy, i)) {
            fuzzy->dead_bytes = at;
            break;
        }
    }
    fuzzy->n_rows = i + 1;
    fuzzy->n_same = at;
    *ret_n_edits = fuzzy->rows[i].cells[fuzzy->n_letters];
    /* Cells far from the diagonal were never reckoned. */
    bool is_near = i + fuzzy->n_edits >= fuzzy->n_letters &&
                   fuzzy->n_letters + fuzzy->n_edits >= i;
    return fuzzy->dead_bytes == 0 && is_near && *ret_n_edits <= fuzzy->n_edits;
}

size_t fuzzy_dead_bytes(const struct fuzzy *fuzzy)
{
    return fuzzy->dead_bytes;
}
