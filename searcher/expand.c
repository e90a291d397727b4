/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "searcher/expand.h"

#include "searcher/term_pick.h"
#include "text/stem.h"
#include "text/term.h"

#include <string.h>

struct verdict {
    bool is_one; /* of those that are looked for */
    uint32_t n_edits;
    size_t n_dead_bytes; /* none that begins with so many bytes of the term is
                            one; 0: some may be */
};

typedef enum status (*judge)(void *context, const struct walked_term *term,
                             struct verdict *verdict, struct error *err);

/* After so many steps over terms with a dead beginning the rest of them is
   skipped, which takes as long as some hundred steps. */
#define DEAD_STEPS 64

struct search {
    const struct expand_scope *scope;
    struct str_span beginning; /* of all terms that may be one */
    judge judge;
    void *context;
    struct str_span letters; /* that all of them have somewhere */
};

static enum status skip_dead(struct term_walk *walk, size_t n_bytes,
                             size_t *n_steps, struct error *err)
{
    *n_steps = n_bytes > 0 ? *n_steps + 1 : 0;
    if (*n_steps < DEAD_STEPS)
        return STATUS_OK;
    *n_steps = 0;
    return term_walk_skip(walk, n_bytes, err);
}

static enum status walk_terms(const struct search *search,
                              struct term_walk *walk, struct term_pick *pick,
                              struct error *err)
{
    size_t n_dead_steps = 0;
    for (;;) {
        struct walked_term term;
        struct verdict verdict = {false, 0, 0};
        enum status status = term_walk_next(walk, &term, err);
        if (status == STATUS_OK)
            status = search->judge(search->context, &term, &verdict, err);
        if (status == STATUS_OK && verdict.is_one)
            status = term_pick_offer(pick, term.term, term.n_articles,
                                     verdict.n_edits, err);
        if (status == STATUS_OK)
            status = skip_dead(walk, verdict.n_dead_bytes, &n_dead_steps, err);
        if (status != STATUS_OK)
            return status == STATUS_DONE ? STATUS_OK : status;
    }
}

static enum status run(const struct search *search, struct arena *arena,
                       struct expansion *ret_expansion, struct error *err)
{
    struct term_walk *walk;
    struct term_pick pick;
    const struct expand_scope *scope = search->scope;
    enum status status = term_walk_new(scope->index, scope->field,
                                       search->beginning, &walk, err);
    if (status != STATUS_OK)
        return status;
    term_pick_init(&pick, scope->n_most);
    status = term_walk_want(walk, search->letters, err);
    if (status == STATUS_OK)
        status = walk_terms(search, walk, &pick, err);
    if (status == STATUS_OK)
        status = term_pick_take(&pick, arena, ret_expansion, err);
    term_pick_release(&pick);
    term_walk_free(walk);
    return status;
}

/* ---- wildcards */

static enum status judge_wildcard(void *context, const struct walked_term *term,
                                  struct verdict *verdict, struct error *err)
{
    (void)err;
    verdict->is_one = wildcard_matches(context, term->term);
    return STATUS_OK;
}

/* Besides those that it begins with. */
static struct str_span longest_letters(const struct wildcard *wildcard)
{
    struct str_span longest = SPAN("");
    for (size_t i = 1; i < wildcard->n_parts; i++)
        if (wildcard->parts[i].kind == WILDCARD_LETTERS &&
            wildcard->parts[i].letters.n_bytes > longest.n_bytes)
            longest = wildcard->parts[i].letters;
    return longest;
}

enum status expand_wildcard(const struct expand_scope *scope,
                            const struct wildcard *wildcard,
                            struct arena *arena,
                            struct expansion *ret_expansion, struct error *err)
{
    struct wildcard copy = *wildcard;
    const struct search search = {scope, wildcard->beginning, judge_wildcard,
                                  &copy, longest_letters(wildcard)};
    return run(&search, arena, ret_expansion, err);
}

/* ---- beginnings of paths */

/* The last folder that was taken. A shortened one has no '/' at its end, and
   what is in it is taken file by file. */
struct folder {
    char bytes[TERM_MAX_BYTES];
    size_t n_bytes;
};

static enum status judge_path(void *context, const struct walked_term *term,
                              struct verdict *verdict, struct error *err)
{
    struct folder *folder = context;
    struct str_span path = term->term;
    (void)err;
    verdict->is_one =
        folder->n_bytes == 0 ||
        !str_span_starts(path, str_span(folder->bytes, folder->n_bytes));
    if (verdict->is_one && path.n_bytes > 0 && path.n_bytes <= TERM_MAX_BYTES &&
        path.bytes[path.n_bytes - 1] == '/') {
        memcpy(folder->bytes, path.bytes, path.n_bytes);
        folder->n_bytes = path.n_bytes;
    }
    verdict->n_dead_bytes = folder->n_bytes;
    return STATUS_OK;
}

enum status expand_beginning(const struct expand_scope *scope,
                             struct str_span beginning, struct arena *arena,
                             struct expansion *ret_expansion, struct error *err)
{
    struct folder folder = {.n_bytes = 0};
    const struct search search = {scope, beginning, judge_path, &folder,
                                  SPAN("")};
    return run(&search, arena, ret_expansion, err);
}

/* ---- slips */

static enum status judge_fuzzy(void *context, const struct walked_term *term,
                               struct verdict *verdict, struct error *err)
{
    (void)err;
    verdict->is_one = fuzzy_matches((struct fuzzy *)context, term->term,
                                    term->n_same, &verdict->n_edits);
    verdict->n_dead_bytes = fuzzy_dead_bytes((struct fuzzy *)context);
    return STATUS_OK;
}

enum status expand_fuzzy(const struct expand_scope *scope, struct fuzzy *fuzzy,
                         struct arena *arena, struct expansion *ret_expansion,
                         struct error *err)
{
    const struct search search = {scope, SPAN(""), judge_fuzzy, fuzzy,
                                  SPAN("")};
    return run(&search, arena, ret_expansion, err);
}

/* ---- regular expressions */

static enum status judge_regex(void *context, const struct walked_term *term,
                               struct verdict *verdict, struct error *err)
{
    return regex_matches((struct regex *)context, term->term, &verdict->is_one,
                         err);
}

enum status expand_regex(const struct expand_scope *scope, struct regex *regex,
                         struct arena *arena, struct expansion *ret_expansion,
                         struct error *err)
{
    const struct search search = {scope, regex_beginning(regex), judge_regex,
                                  regex, SPAN("")};
    return run(&search, arena, ret_expansion, err);
}

/* ---- stems */

struct stem_search {
    struct analyser *analyser;
    struct str_span stem;
};

static enum status judge_stem(void *context, const struct walked_term *term,
                              struct verdict *verdict, struct error *err)
{
    const struct stem_search *stem = context;
    struct str_span found;
    enum status status = analyser_stem(stem->analyser, term->term, &found, err);
    if (status == STATUS_OK)
        verdict->is_one = str_span_equal(found, stem->stem);
    return status;
}

enum status expand_stem(const struct expand_scope *scope, struct str_span stem,
                        struct analyser *analyser, struct arena *arena,
                        struct expansion *ret_expansion, struct error *err)
{
    struct stem_search context = {analyser, stem};
    size_t n_kept = stem_kept_bytes(analyser_language(analyser), stem);
    const struct search search = {scope, str_span(stem.bytes, n_kept),
                                  judge_stem, &context, SPAN("")};
    return run(&search, arena, ret_expansion, err);
}
