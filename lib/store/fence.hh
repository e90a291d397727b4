/*
 * The fence between C++ and C. The body of each extern "C" function of this
 * room is one statement, `return guard(err, [&] { ... });`, so that no
 * exception can leave it: all of them become a status and a message.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_STORE_FENCE_HH
#define LEDE_STORE_FENCE_HH

#include "base/error.h"

#include <utility>

/* The status of the exception that is being handled; fills err (may be
   NULL). Only for a catch block. */
enum status fence_status(struct error *err) noexcept;

template <typename Body>
enum status guard(struct error *err, Body &&body) noexcept
{
    try {
        return std::forward<Body>(body)();
    } catch (...) {
        return fence_status(err);
    }
}

#endif
