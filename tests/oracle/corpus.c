/*
 * From drafts to articles and to an index.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "corpus.h"

#include "demand.h"

#include "store/writer.h"
#include "text/utf8.h"

#include <string.h>

struct str_span draft_join(const struct draft_text *text, size_t from,
                           size_t to, struct arena *arena)
{
    CLEANUP(str_release) struct str joined = STR_INIT;
    for (size_t i = from; i < to; i++) {
        if (i > from)
            str_add_char(&joined, ' ');
        str_add_span(&joined, text->words[i]);
    }
    struct str_span copy = arena_copy(arena, str_view(&joined));
    demand_memory((void *)copy.bytes);
    return copy;
}

static void fill_article(struct draft *draft, struct arena *arena,
                         struct article *article)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    struct error err = ERROR_INIT;
    bool is_dated;
    memset(article, 0, sizeof *article);
    article->id = draft->id;
    article->title = draft_join(&draft->title, 0, draft->title.n_words, arena);
    for (size_t i = 0; i < draft->n_paragraphs; i++) {
        const struct draft_text *paragraph = &draft->paragraphs[i];
        str_add_span(&text,
                     draft_join(paragraph, 0, paragraph->n_words, arena));
        str_add_text(&text, "\n\n");
    }
    article->text = arena_copy(arena, str_view(&text));
    article->authors = draft->authors;
    article->n_authors = draft->n_authors;
    article->tags = draft->tags;
    article->n_tags = draft->n_tags;
    article->date_text = draft->date;
    article->source = draft->source;
    article->section = draft->section;
    article->language = draft->language;
    article->url = draft->url;
    demand(build_article(article, arena, &is_dated, NULL, &err), &err,
           "article");
}

struct origin corpus_origin(struct str_span id, struct arena *arena)
{
    CLEANUP(str_release) struct str path = STR_INIT;
    static const char *const forms[] = {"text", "html", "jsonl"};
    static const uint32_t days[] = {19060514, 19070228, 19080229, 19061231, 0};
    unsigned sum = 0;
    for (size_t i = 0; i < id.n_bytes; i++)
        sum += (unsigned char)id.bytes[i];
    str_add_format(&path, "%s/%s", forms[sum % 3], sum % 4 == 0 ? "a*/" : "");
    str_add_span(&path, id);
    struct str_span copy = arena_copy(arena, str_view(&path));
    demand_memory((void *)copy.bytes);
    return (struct origin){
        .form = forms[sum % 3], .path = copy, .day = days[sum % 5]};
}

static bool is_last_of_its_id(const struct corpus *corpus, size_t i)
{
    for (size_t k = i + 1; k < corpus->n_drafts; k++)
        if (str_span_equal(corpus->drafts[k].id, corpus->drafts[i].id))
            return false;
    return true;
}

struct article *corpus_articles(const struct corpus *corpus,
                                struct arena *arena, size_t *ret_n_articles)
{
    struct article *articles = demand_memory(
        arena_alloc_array(arena, corpus->n_drafts + 1, sizeof *articles));
    *ret_n_articles = 0;
    for (size_t i = 0; i < corpus->n_drafts; i++)
        if (!corpus->drafts[i].is_deletion && is_last_of_its_id(corpus, i))
            fill_article(&corpus->drafts[i], arena,
                         &articles[(*ret_n_articles)++]);
    return articles;
}

static void add_article(struct writer *writer, struct analyser *analyser,
                        struct draft *draft)
{
    CLEANUP(str_release) struct str record = STR_INIT;
    CLEANUP(str_release) struct str id_term = STR_INIT;
    struct article article;
    struct document document;
    struct arena arena;
    struct error err = ERROR_INIT;
    arena_init(&arena);
    document_init(&document);
    build_id_term(draft->id, &id_term);
    if (draft->is_deletion) {
        if (writer_delete(writer, str_view(&id_term), &err) != STATUS_NOT_FOUND)
            demand(err.status, &err, "deleting");
        goto out;
    }
    fill_article(draft, &arena, &article);
    struct origin origin = corpus_origin(draft->id, &arena);
    demand(build_document(analyser, &article, &origin, &document, &err), &err,
           "document");
    demand(article_encode(&article, &record, &err), &err, "record");
    document.id_term = str_view(&id_term);
    document.record = str_view(&record);
    demand(writer_add(writer, &document, &err), &err, "adding");
out:
    document_release(&document);
    arena_release(&arena);
}

static struct writer *open_writer(const struct corpus *corpus, const char *path)
{
    struct manifest settings;
    struct writer *writer = NULL;
    struct error err = ERROR_INIT;
    memset(&settings, 0, sizeof settings);
    settings.analysis = ANALYSIS_VERSION;
    (void)snprintf(settings.language, sizeof settings.language, "%s",
                   corpus->language);
    demand(writer_open(path, NULL, &settings, &writer, &err), &err,
           "opening the index");
    return writer;
}

void corpus_index(const struct corpus *corpus, const char *path)
{
    struct writer *writer = open_writer(corpus, path);
    struct analyser *analyser = NULL;
    struct error err = ERROR_INIT;
    demand(analyser_new(language_find(str_span_of(corpus->language)), &analyser,
                        &err),
           &err, "analyser");
    for (size_t i = 0; i < corpus->n_drafts; i++) {
        if (i > 0 && corpus->drafts[i].i_run != corpus->drafts[i - 1].i_run) {
            demand(writer_commit(writer, &err), &err, "committing");
            writer_free(writer);
            writer = open_writer(corpus, path);
        }
        add_article(writer, analyser, &corpus->drafts[i]);
    }
    demand(writer_commit(writer, &err), &err, "committing");
    writer_free(writer);
    analyser_free(analyser);
}

/* Of a text that is printed. */
#define SHOWN_BYTES 500

static void print_value(const char *name, struct str_span value,
                        struct str *out)
{
    if (value.n_bytes == 0)
        return;
    size_t n_shown = utf8_floor(value, SHOWN_BYTES);
    str_add_format(out, "    %s: ", name);
    str_add(out, value.bytes, n_shown);
    str_add_text(out, n_shown < value.n_bytes ? " ...\n" : "\n");
}

void corpus_print(const struct corpus *corpus, struct str *out)
{
    struct arena arena;
    arena_init(&arena);
    str_add_format(out, "index of %s\n", corpus->language);
    for (size_t i = 0; i < corpus->n_drafts; i++) {
        const struct draft *draft = &corpus->drafts[i];
        str_add_format(out, "  run %u %s ", draft->i_run,
                       draft->is_deletion ? "deletes" : "adds");
        str_add_span(out, draft->id);
        str_add_char(out, '\n');
        print_value("title",
                    draft_join(&draft->title, 0, draft->title.n_words, &arena),
                    out);
        print_value("date", draft->date, out);
        print_value("source", draft->source, out);
        print_value("section", draft->section, out);
        print_value("language", draft->language, out);
        print_value("url", draft->url, out);
        for (size_t k = 0; k < draft->n_authors; k++)
            print_value("author", draft->authors[k], out);
        for (size_t k = 0; k < draft->n_tags; k++)
            print_value("tag", draft->tags[k], out);
        for (size_t k = 0; k < draft->n_paragraphs; k++)
            print_value("text",
                        draft_join(&draft->paragraphs[k], 0,
                                   draft->paragraphs[k].n_words, &arena),
                        out);
    }
    arena_release(&arena);
}
