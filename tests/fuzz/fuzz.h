/*
 * What libFuzzer calls, and replay.c where there is none.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef LEDE_TESTS_FUZZ_FUZZ_H
#define LEDE_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Aborts, with a word on standard error, when a property does not hold. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes);

#endif
