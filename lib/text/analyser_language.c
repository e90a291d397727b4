/*
 * In which language an analyser reads.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/analyser_parts.h"
#include "text/tongue.h"

enum status analyser_set_language(struct analyser *analyser,
                                  const struct language *language,
                                  struct error *err)
{
    enum status status =
        form_maker_set_language(analyser->maker, language, err);
    if (status == STATUS_OK)
        analyser->language = language;
    return status;
}

const struct language *analyser_language(const struct analyser *analyser)
{
    return analyser->languages[0];
}

const struct language *analyser_current(const struct analyser *analyser)
{
    return analyser->language;
}

enum status analyser_hold(struct analyser *analyser,
                          const struct language *language, struct error *err)
{
    for (size_t i = 0; i < analyser->n_languages; i++)
        if (analyser->languages[i] == language)
            return STATUS_OK;
    if (analyser->n_languages == ANALYSER_MAX_LANGUAGES)
        return error_set(err, STATUS_TOO_BIG, "over %d languages",
                         ANALYSER_MAX_LANGUAGES);
    analyser->languages[analyser->n_languages++] = language;
    return STATUS_OK;
}

size_t analyser_n_languages(const struct analyser *analyser)
{
    return analyser->n_languages;
}

const struct language *analyser_language_at(const struct analyser *analyser,
                                            size_t i_language)
{
    return analyser->languages[i_language];
}

void analyser_set_hint(struct analyser *analyser, struct str_span language)
{
    analyser->hint = NULL;
    if (language.n_bytes > 0)
        analyser->hint = language_find(str_span_trim(language));
}

enum status analyser_start_text(struct analyser *analyser, struct str_span text,
                                struct error *err)
{
    const struct language *prior = analyser->hint;
    if (prior == NULL)
        prior = analyser->languages[0];

    const struct language *language = tongue_of(text, prior);
    enum status status = STATUS_OK;
    if (language != analyser->language)
        status = analyser_set_language(analyser, language, err);
    return status == STATUS_OK ? analyser_start(analyser, text, err) : status;
}
