/*
 * The indexes of a site, open as long as they are the newest: a program that
 * answers many requests takes up what was committed meanwhile, without being
 * started again.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_WEB_SITE_H
#define LEDE_SEARCHER_WEB_SITE_H

#include "searcher/search.h"
#include "searcher/web_config.h"

#include <sys/stat.h>

/* One index. What it is (manifest) is known before it is opened: whether a
   browser has the newest answer already needs no more. */
struct web_store {
    struct manifest manifest; /* valid after web_store_look() */
    struct index *index;      /* NULL until web_store_open() */
    struct analyser *analyser;
    struct stat seen; /* private: the file that manifest was read from */
    bool is_seen;     /* private */
};

struct web_site {
    struct arena arena; /* owns config */
    struct web_config config;
    struct web_store stores[WEB_CONFIG_MAX_LIST]; /* one for each index */
};

/* Reads the configuration: see web_config_find(). Release it also after a
   failure. */
MUST_CHECK enum status web_site_init(struct web_site *site,
                                     const char *config_path,
                                     struct error *err);
void web_site_release(struct web_site *site);

/* Takes up the newest manifest of an index. STATUS_NOT_FOUND and others as
   manifest_read(). Costs one stat when nothing was committed. */
MUST_CHECK enum status web_store_look(struct web_site *site, size_t i_index,
                                      struct error *err);

/* Opens what web_store_look() saw, or what is newer by now, unless that is
   open; and gives what is asked of it as long as a request may take, but for
   some time to write the reply. */
MUST_CHECK enum status web_store_open(struct web_site *site, size_t i_index,
                                      struct error *err);

#endif
