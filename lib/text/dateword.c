/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text/dateword.h"

#include <string.h>

/* Words are divided by single spaces. */
static const char *const month_words[12] = {
    "january jan januar janner janvier janv enero ene gennaio gen janeiro "
    "januari января январь янв",
    "february feb febr februar feber fevrier fevr fev febrero febbraio "
    "fevereiro februari февраля февраль фев февр",
    "march mar marz maerz mrz mars marzo marco maart mrt марта март мар",
    "april apr avril avr abril abr aprile апреля апрель апр",
    "may mai mayo maggio mag maio mei мая май",
    "june jun juni juin junio giugno giu junho июня июнь июн",
    "july jul juli juillet juil julio luglio lug julho июля июль июл",
    "august aug aout agosto ago augustus августа август авг",
    "september sep sept septembre septiembre setiembre settembre sett set "
    "setembro сентября сентябрь сен сент",
    "october oct oktober okt octobre octubre ottobre ott outubro out "
    "октября октябрь окт",
    "november nov novembre noviembre novembro ноября ноябрь ноя нояб",
    "december dec dezember dez decembre diciembre dic dicembre dezembro "
    "декабря декабрь дек",
};

static const char fillers[] =
    /* days of the week */
    "monday mon montag mo lundi lun lunes lunedi segunda feira maandag ma "
    "понедельник пн "
    "tuesday tue tues dienstag di mardi mar martes martedi terca ter dinsdag "
    "вторник вт "
    "wednesday wed mittwoch mi mercredi mer miercoles mie mercoledi quarta "
    "qua woensdag wo среда ср "
    "thursday thu thur thurs donnerstag do jeudi jeu jueves jue giovedi gio "
    "quinta qui donderdag четверг чт "
    "friday fri freitag fr vendredi ven viernes vie venerdi sexta sex vrijdag "
    "vr пятница пт "
    "saturday sat samstag sonnabend sa samedi sam sabado sab sabato zaterdag "
    "za суббота сб "
    "sunday sun sonntag so dimanche dim domingo dom domenica zondag zo "
    "воскресенье вс "
    /* and what stands between */
    "the of on at in den der dem am vom im le du de en el del la di il do em "
    "op "
    "van o г года год";

static const char ordinals[] = "st nd rd th er ere re e eme o a ste de го ое е";

static const char time_words[] =
    "am pm a m p uhr h at um a alle om в z ut utc gmt bst ist est edt cst cdt "
    "mst mdt pst pdt wet west cet cest mez mesz eet eest msk jst";

static bool is_in(const char *words, struct str_span word)
{
    while (*words != '\0') {
        size_t n_bytes = strcspn(words, " ");
        if (str_span_equal(str_span(words, n_bytes), word))
            return true;
        words += n_bytes;
        words += *words == ' ';
    }
    return false;
}

unsigned dateword_month(struct str_span word)
{
    for (unsigned i = 0; i < 12; i++) {
        if (is_in(month_words[i], word))
            return i + 1;
    }
    return 0;
}

bool dateword_is_filler(struct str_span word)
{
    return is_in(fillers, word);
}

bool dateword_is_ordinal(struct str_span word)
{
    return is_in(ordinals, word);
}

bool dateword_is_of_time(struct str_span word)
{
    return is_in(time_words, word);
}
