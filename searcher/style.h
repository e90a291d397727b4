/*
 * In which form and how wide to show: what the options, the environment and
 * standard output say together.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_SEARCHER_STYLE_H
#define LEDE_SEARCHER_STYLE_H

#include "searcher/arguments.h"
#include "searcher/render.h"

void style_choose(const struct arguments *arguments,
                  struct render_style *style);

#endif
